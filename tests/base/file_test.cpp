#include "winnow/base/file.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <utility>

#include "support/temporary_folder.hpp"

namespace winnow::base {
namespace {

namespace fs = std::filesystem;

std::size_t entries(const fs::path& folder) {
  return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

TEST(WriteAtomically, replaces_the_whole_content_and_leaves_nothing_beside_it) {
  const test::TemporaryFolder folder;
  const auto path = folder.write("state", "old and longer");
  EXPECT_TRUE(write_atomically(path, "new"));
  EXPECT_EQ(read_file(path), std::string("new"));
  EXPECT_EQ(entries(folder.path()), 1u);
}

TEST(WriteAtomically, fails_with_the_systems_words_and_harms_nothing) {
  const test::TemporaryFolder folder;
  const auto path = folder.path() / "missing" / "state";
  const auto result = write_atomically(path, "new");
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().text(), "cannot write " + path.string() + " (No such file or directory)");
}

TEST(PutInPlace, leaves_the_target_when_the_temporary_is_missing) {
  const test::TemporaryFolder folder;
  const auto target = folder.write("result", "whole");
  EXPECT_FALSE(put_in_place(temporary_beside(target), target));
  EXPECT_EQ(read_file(target), std::string("whole"));
}

/// A process that has begun to write and lives until it is told to die.
class Writer {
 public:
  explicit Writer(const fs::path& target) {
    int life[2] = {-1, -1};
    int words[2] = {-1, -1};
    EXPECT_EQ(pipe(life), 0);
    EXPECT_EQ(pipe(words), 0);
    process_ = fork();
    if (process_ == 0) {
      close(life[1]);
      const auto name = temporary_beside(target).string();
      bool is_well = write_atomically(name, "half of it").has_value();
      is_well = is_well && write(words[1], name.data(), name.size()) > 0;
      close(words[1]);
      char nothing = 0;
      _exit(is_well && read(life[0], &nothing, 1) == 0 ? 0 : 1);
    }
    close(life[0]);
    close(words[1]);
    alive_ = life[1];
    char name[4096];
    const auto length = read(words[0], name, sizeof name);
    close(words[0]);
    EXPECT_GT(length, 0);
    temporary_ = std::string(name, static_cast<std::size_t>(length));
    EXPECT_TRUE(fs::exists(temporary_));
  }
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;
  ~Writer() {
    if (alive_ >= 0) die();
  }

  void die() {
    close(std::exchange(alive_, -1));
    waitpid(process_, nullptr, 0);
  }
  [[nodiscard]] const fs::path& temporary() const { return temporary_; }

 private:
  pid_t process_ = 0;
  int alive_ = -1;
  fs::path temporary_;
};

TEST(TemporaryBeside, is_hidden_in_the_same_folder) {
  const auto name = temporary_beside("results/city.h5");
  EXPECT_EQ(name.parent_path(), "results");
  EXPECT_TRUE(name.filename().string().starts_with(".city.h5."));
  EXPECT_EQ(name, temporary_beside("results/city.h5")) << "one name a process and target";
  EXPECT_NE(name, temporary_beside("results/town.h5"));
}

TEST(TemporaryBeside, stays_short_and_tells_long_names_apart) {
  constexpr std::size_t longest_name = 255;
  constexpr std::size_t appended_by_mpi = 64;
  const std::string name(longest_name, 'x');
  const auto temporary = temporary_beside(name);
  EXPECT_LT(temporary.string().size(), longest_name - appended_by_mpi);
  EXPECT_NE(temporary, temporary_beside(name.substr(1) + "y"));
  EXPECT_NE(temporary, temporary_beside(name.substr(1)));
}

TEST(TemporaryBeside, is_unlike_any_on_other_machines_and_boots) {
  const auto boot = read_file("/proc/sys/kernel/random/boot_id").value_or("");
  if (boot.empty()) GTEST_SKIP() << "this system does not tell its boots apart";
  EXPECT_NE(temporary_beside("city.h5").string().find(boot.substr(0, boot.size() - 1)), std::string::npos);
}

TEST(RemoveLeftoversBeside, removes_what_a_dead_process_left) {
  const test::TemporaryFolder folder;
  const auto target = folder.write("city.h5", "whole");
  Writer writer(target);
  writer.die();
  remove_leftovers_beside(target);
  EXPECT_FALSE(fs::exists(writer.temporary()));
  EXPECT_EQ(read_file(target), std::string("whole"));
}

TEST(RemoveLeftoversBeside, keeps_what_living_processes_write) {
  const test::TemporaryFolder folder;
  const auto target = folder.path() / "city.h5";
  const Writer writer(target);
  ASSERT_TRUE(write_atomically(temporary_beside(target), "own"));
  remove_leftovers_beside(target);
  EXPECT_TRUE(fs::exists(writer.temporary()));
  EXPECT_TRUE(fs::exists(temporary_beside(target)));
}

TEST(RemoveLeftoversBeside, removes_what_a_process_left_that_has_ended_and_was_not_waited_for) {
  const test::TemporaryFolder folder;
  const auto target = folder.path() / "city.h5";
  const pid_t child = ::fork();
  if (child == 0) {
    static_cast<void>(write_atomically(temporary_beside(target), "half of it"));
    ::_exit(0);
  }
  siginfo_t ended{};
  ASSERT_EQ(::waitid(P_PID, static_cast<id_t>(child), &ended, WEXITED | WNOWAIT), 0);
  EXPECT_EQ(entries(folder.path()), 1u);
  remove_leftovers_beside(target);
  EXPECT_EQ(entries(folder.path()), 0u);
  EXPECT_EQ(::waitpid(child, nullptr, 0), child);
}

TEST(RemoveLeftoversBeside, removes_what_a_process_left_whose_number_another_has_got) {
  const test::TemporaryFolder folder;
  const auto target = folder.path() / "city.h5";
  const Writer writer(target);
  auto name = writer.temporary().string();
  const auto start = name.rfind('-') + 1;
  ASSERT_GT(std::stoull(name.substr(start)), 1U);
  name.replace(start, name.rfind('.') - start, "1");
  fs::copy_file(writer.temporary(), name);
  remove_leftovers_beside(target);
  EXPECT_FALSE(fs::exists(name));
  EXPECT_TRUE(fs::exists(writer.temporary()));
}

TEST(RemoveLeftoversBeside, removes_lock_files_that_mpi_made_for_what_was_written) {
  const test::TemporaryFolder folder;
  const auto target = folder.path() / "city.h5";
  Writer writer(target);
  for (const auto* const behind : {"-1479278593-13526.lock", ".locktest.1479278593"}) {
    const auto lock = writer.temporary().string() + behind;
    fs::copy_file(writer.temporary(), lock);
    remove_leftovers_beside(target);
    EXPECT_TRUE(fs::exists(lock)) << "it still writes";
  }
  writer.die();
  remove_leftovers_beside(target);
  EXPECT_EQ(entries(folder.path()), 0U);
}

TEST(RemoveLeftoversBeside, keeps_what_may_be_another_machines) {
  const test::TemporaryFolder folder;
  const auto target = folder.path() / "city.h5";
  Writer writer(target);
  writer.die();
  auto name = writer.temporary().filename().string();
  auto& of_machine = name[name.find('.', std::string_view(".city.h5.").size()) + 1];
  of_machine = of_machine == '0' ? '1' : '0';
  fs::rename(writer.temporary(), folder.path() / name);
  remove_leftovers_beside(target);
  EXPECT_TRUE(fs::exists(folder.path() / name));
}

TEST(RemoveLeftoversBeside, keeps_everything_under_other_names) {
  const test::TemporaryFolder folder;
  Writer writer(folder.path() / "city.h5");
  writer.die();
  const auto name = writer.temporary().string();
  for (const auto& other : {name + "x", name + ".part", name.substr(0, name.size() - 1)}) {
    fs::copy_file(name, other);
  }
  remove_leftovers_beside(folder.path() / "city");
  remove_leftovers_beside(folder.path() / "town.h5");
  EXPECT_EQ(entries(folder.path()), 4u);
  remove_leftovers_beside(folder.path() / "city.h5");
  EXPECT_EQ(entries(folder.path()), 3u);
}

TEST(RemoveLeftoversBeside, tells_long_names_apart) {
  const test::TemporaryFolder folder;
  const auto target = folder.path() / (std::string(200, 'x') + "1");
  Writer writer(target);
  writer.die();
  remove_leftovers_beside(folder.path() / (std::string(200, 'x') + "2"));
  EXPECT_TRUE(fs::exists(writer.temporary()));
  remove_leftovers_beside(target);
  EXPECT_EQ(entries(folder.path()), 0U);
}

TEST(RemoveLeftoversBeside, minds_no_missing_folder) {
  EXPECT_NO_THROW(remove_leftovers_beside("/nowhere/at/all/city.h5"));
}

TEST(ReadFile, gives_every_byte) {
  const test::TemporaryFolder folder;
  std::string content(100'000, 'x');
  content[50'000] = '\0';
  EXPECT_EQ(read_file(folder.write("data", content)), content);
}

TEST(ReadFile, fails_on_a_missing_file_and_on_a_folder) {
  const test::TemporaryFolder folder;
  EXPECT_EQ(read_file(folder.path() / "none").error().why, "No such file or directory");
  EXPECT_EQ(read_file(folder.path()).error().why, "Is a directory");
}

}  // namespace
}  // namespace winnow::base
