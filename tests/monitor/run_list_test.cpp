#include "winnow/monitor/run_list.hpp"

#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <optional>

#include "support/temporary_folder.hpp"
#include "support/variable.hpp"

namespace winnow::monitor {
namespace {

using test::Variable;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// No process has a number as high (proc(5), pid_max).
constexpr std::int64_t no_process = 1 << 22;

ListedRun run_of(std::int64_t pid, const std::string& result, const std::string& host = "here") {
  return {.title = "a study",
          .job = "reduce",
          .result = "/data/" + result,
          .host = host,
          .pid = pid,
          .started = "2026-11-21T16:10:00Z",
          .socket = "/tmp/none"};
}

/// Of nobody who listens.
std::filesystem::path socket_in(const std::filesystem::path& folder) {
  auto path = folder / "left.sock";
  EXPECT_EQ(::mknod(path.c_str(), S_IFSOCK | 0600, 0), 0);
  return path;
}

TEST(RunList, has_a_run_as_long_as_it_lives) {
  const test::TemporaryFolder folder;
  const auto run = run_of(::getpid(), "city.h5");
  {
    const auto listing = RunListing::write(folder.path() / "deep/runs", run);
    ASSERT_TRUE(listing) << listing.error().text();
    EXPECT_THAT(listed_runs(folder.path() / "deep/runs", "here"), ElementsAre(run));
  }
  EXPECT_THAT(listed_runs(folder.path() / "deep/runs", "here"), IsEmpty());
}

TEST(RunList, forgets_a_run_whose_process_is_gone_but_not_one_of_another_host) {
  const test::TemporaryFolder folder;
  const Variable runtime("XDG_RUNTIME_DIR", folder.path());
  auto killed = run_of(no_process, "killed.h5");
  killed.socket = socket_in(*socket_folder());
  const auto far = run_of(no_process, "far.h5", "elsewhere");
  const auto one = RunListing::write(folder.path(), killed);
  const auto two = RunListing::write(folder.path(), far);
  EXPECT_THAT(listed_runs(folder.path(), "here"), ElementsAre(far));
  EXPECT_FALSE(std::filesystem::exists(killed.socket));
}

TEST(RunList, removes_nothing_that_is_no_socket_of_a_run) {
  const test::TemporaryFolder folder;
  const Variable runtime("XDG_RUNTIME_DIR", folder.path());
  const auto thesis = folder.write("thesis.txt", "years of work");
  const auto beside_sockets = *socket_folder() / "thesis.txt";
  std::filesystem::copy_file(thesis, beside_sockets);
  for (const auto& named : {thesis, beside_sockets, socket_in(folder.path())}) {
    auto run = run_of(no_process, "killed.h5");
    run.socket = named;
    const auto listing = RunListing::write(folder.path(), run);
    EXPECT_THAT(listed_runs(folder.path(), "here"), IsEmpty());
    EXPECT_TRUE(std::filesystem::exists(named)) << named;
  }
}

TEST(RunList, passes_over_what_names_no_process) {
  const test::TemporaryFolder folder;
  for (const std::int64_t pid : {std::int64_t{0}, std::int64_t{-1}, (std::int64_t{1} << 32) + ::getpid()}) {
    const auto listing = RunListing::write(folder.path(), run_of(pid, "city.h5"));
    EXPECT_THAT(listed_runs(folder.path(), "here"), IsEmpty()) << pid;
  }
}

TEST(RunList, waits_for_no_writer_of_what_is_no_file) {
  const test::TemporaryFolder folder;
  ASSERT_EQ(::mkfifo((folder.path() / "pipe.json").c_str(), 0600), 0);
  EXPECT_THAT(listed_runs(folder.path(), "here"), IsEmpty());
}

TEST(RunList, passes_over_what_is_no_run) {
  const test::TemporaryFolder folder;
  folder.write("broken.json", "{");
  folder.write("other.txt", "{}");
  EXPECT_THAT(listed_runs(folder.path(), "here"), IsEmpty());
  EXPECT_THAT(listed_runs(folder.path() / "nowhere", "here"), IsEmpty());
}

TEST(RunList, names_the_newest_first) {
  const test::TemporaryFolder folder;
  auto older = run_of(::getpid(), "a.h5");
  auto newer = run_of(no_process, "b.h5", "elsewhere");
  newer.started = "2026-11-21T16:11:00Z";
  const auto one = RunListing::write(folder.path(), older);
  const auto two = RunListing::write(folder.path(), newer);
  EXPECT_THAT(listed_runs(folder.path(), "here"), ElementsAre(newer, older));
}

TEST(FindRun, takes_a_process_a_result_or_a_title) {
  const std::vector runs{run_of(1, "city.h5"), run_of(2, "fit.h5")};
  for (const auto* wanted : {"2", "fit.h5", "fit", "/data/fit.h5", "/data/../data/fit.h5"}) {
    const auto found = find_run(runs, wanted);
    ASSERT_TRUE(found) << wanted;
    EXPECT_EQ(found->pid, 2) << wanted;
  }
}

TEST(FindRun, takes_the_only_one_where_none_is_named) {
  EXPECT_EQ(find_run({run_of(1, "city.h5")}, "")->pid, 1);
}

TEST(FindRun, names_those_there_are_where_it_is_not_clear_which) {
  const std::vector runs{run_of(1, "city.h5"), run_of(2, "fit.h5")};
  EXPECT_EQ(find_run(runs, "").error().text(),
            "several jobs run (1 (city.h5), 2 (fit.h5)): name one: winnow top 1");
  EXPECT_EQ(find_run(runs, "a study").error().problem, "several jobs are called \"a study\"");
  EXPECT_EQ(find_run(runs, "town").error().text(),
            "no job is called \"town\" (there are 1 (city.h5), 2 (fit.h5)): name its result or its process");
  EXPECT_THAT(find_run({}, "").error().text(), HasSubstr("no job of yours runs"));
}

TEST(SocketFolder, is_the_users_own) {
  const test::TemporaryFolder folder;
  const Variable runtime("XDG_RUNTIME_DIR", folder.path());
  const auto made = socket_folder();
  ASSERT_TRUE(made) << made.error().text();
  EXPECT_EQ(*made, folder.path() / "winnow");
  ::chmod(made->c_str(), 0755);
  EXPECT_EQ(socket_folder().error().why, "others may enter it");
}

TEST(RunListFolder, is_where_the_state_of_programs_goes) {
  const Variable state("XDG_STATE_HOME", "/state");
  EXPECT_EQ(run_list_folder(), "/state/winnow/runs");
  const Variable relative("XDG_STATE_HOME", "state");
  const Variable home("HOME", "/home/ada");
  EXPECT_EQ(run_list_folder(), "/home/ada/.local/state/winnow/runs");
}

}  // namespace
}  // namespace winnow::monitor
