#include "winnow/read/file_walk.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>

#include "read/unprivileged.hpp"
#include "read/walking.hpp"
#include "support/temporary_folder.hpp"

namespace winnow::read {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class FileWalkTest : public testing::Test {
 protected:
  void write(const std::string& name) const { folder_.write(name, "x: 1\n"); }
  [[nodiscard]] WholeWalk walk(const std::vector<std::string>& patterns) const {
    return walk_all(patterns, folder_.path());
  }
  [[nodiscard]] std::string refusal(const std::string& pattern) const {
    const auto opened = FileWalk::open({pattern}, folder_.path());
    return opened ? "" : opened.error().text();
  }

  test::TemporaryFolder folder_;
};

TEST_F(FileWalkTest, gives_a_file_of_several_patterns_once) {
  for (const auto* name : {"a/1.txt", "a/2.txt", "b/1.txt", "c/1.csv"}) write(name);
  folder_.write("names", "b/1.txt\nc/1.csv\na/2.txt\n");
  const auto absolute = (folder_.path() / "**/1.txt").string();
  EXPECT_THAT(walk({"@names", "a/*.txt", "a/2.txt", "*/1.txt", absolute}).paths,
              ElementsAre("a/1.txt", "a/2.txt", "b/1.txt", "c/1.csv"));
}

TEST_F(FileWalkTest, refuses_what_several_patterns_meet_once) {
  fs::permissions(folder_.path(), fs::perms{0755});
  write("shut/1.txt");
  ASSERT_EQ(::mkfifo((folder_.path() / "fifo.txt").c_str(), 0600), 0);
  fs::permissions(folder_.path() / "shut", fs::perms::none);
  {
    const test::Unprivileged nobody;
    EXPECT_THAT(walk({"**/*.txt", "**/fifo*"}).refused,
                ElementsAre("fifo.txt: not a regular file", "shut: cannot be read: Permission denied"));
  }
  fs::permissions(folder_.path() / "shut", fs::perms{0700});
}

TEST_F(FileWalkTest, gives_one_file_by_its_path) {
  write("a/1.txt");
  EXPECT_THAT(walk({"a/./1.txt"}).paths, ElementsAre("a/1.txt"));
  const auto absolute = (folder_.path() / "a/1.txt").string();
  EXPECT_THAT(walk({absolute}).paths, ElementsAre(absolute));
}

TEST_F(FileWalkTest, refuses_one_path_of_no_regular_file) {
  ASSERT_EQ(::mkfifo((folder_.path() / "fifo").c_str(), 0600), 0);
  const auto whole = walk({"fifo"});
  EXPECT_THAT(whole.paths, IsEmpty());
  EXPECT_THAT(whole.refused, ElementsAre("fifo: not a regular file"));
}

TEST_F(FileWalkTest, fails_where_a_fixed_folder_or_file_is_missing) {
  const auto place = folder_.path().string() + "/";
  write("file");
  EXPECT_EQ(
      refusal("one-cty/*.txt"),
      "no folder \"one-cty/\" (No such file or directory): check \"one-cty/*.txt\", taken from " + place);
  EXPECT_EQ(refusal("file/*.txt"),
            "no folder \"file/\" (Not a directory): check \"file/*.txt\", taken from " + place);
  EXPECT_EQ(refusal("1.txt"),
            "no file \"1.txt\" (No such file or directory): check the path, taken from " + place);
}

TEST_F(FileWalkTest, says_what_to_write_where_a_folder_is_named) {
  write("reports/1.txt");
  EXPECT_EQ(refusal("reports/"),
            "\"reports/\" is a folder: write \"reports/*\" for its files, or \"reports/**\" for all below");
}

TEST_F(FileWalkTest, gives_at_most_what_was_asked_for_and_every_file) {
  for (int i = 0; i < 50; ++i) write("f" + std::to_string(i));
  for (const std::size_t at_most : {1, 7, 50, 1000}) {
    EXPECT_THAT(walk_all({"f*"}, folder_.path(), at_most).paths, SizeIs(50));
  }
}

TEST_F(FileWalkTest, finds_nothing_in_an_empty_folder) {
  const auto whole = walk({"*"});
  EXPECT_THAT(whole.paths, IsEmpty());
  EXPECT_THAT(whole.refused, IsEmpty());
}

TEST_F(FileWalkTest, is_over_at_once_without_patterns) {
  EXPECT_THAT(walk({}).paths, IsEmpty());
}

TEST_F(FileWalkTest, stays_what_it_is_when_moved) {
  write("a.txt");
  auto first = FileWalk::open({"*.txt"}, folder_.path());
  FileWalk second = std::move(*first);
  std::vector<FoundFile> files;
  while (second.next(10, files)) {
  }
  EXPECT_THAT(files, SizeIs(1));
}

}  // namespace
}  // namespace winnow::read
