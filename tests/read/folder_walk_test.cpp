#include "read/folder_walk.hpp"

#include <fcntl.h>
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

class FolderWalkTest : public testing::Test {
 protected:
  void write(const std::string& name) const { folder_.write(name, "x: 1\n"); }
  [[nodiscard]] WholeWalk walk(const std::string& pattern) const {
    return walk_all({pattern}, folder_.path());
  }

  test::TemporaryFolder folder_;
};

TEST_F(FolderWalkTest, finds_the_files_of_one_folder) {
  for (const auto* name : {"a.txt", "b.txt", "c.csv", ".hidden.txt", "deep/d.txt"}) write(name);
  const auto whole = walk("*.txt");
  EXPECT_THAT(whole.paths, ElementsAre("a.txt", "b.txt"));
  EXPECT_THAT(whole.refused, IsEmpty());
}

TEST_F(FolderWalkTest, finds_files_any_number_of_folders_down_once_each) {
  for (const auto* name : {"runs/x.txt", "runs/a/x.txt", "runs/a/runs/b/x.txt", "runs/.git/x.txt"})
    write(name);
  EXPECT_THAT(walk("**/x.txt").paths, ElementsAre("runs/a/runs/b/x.txt", "runs/a/x.txt", "runs/x.txt"));
  EXPECT_THAT(walk("**/runs/**/x.txt").paths,
              ElementsAre("runs/a/runs/b/x.txt", "runs/a/x.txt", "runs/x.txt"));
  EXPECT_THAT(walk("runs/**").paths, SizeIs(3));
}

TEST_F(FolderWalkTest, looks_only_at_the_name_where_one_can_match) {
  for (const auto* name : {"run1/out/stats.txt", "run2/out/other.txt", "run3/stats.txt"}) write(name);
  const auto whole = walk("run?/out/stats.txt");
  EXPECT_THAT(whole.paths, ElementsAre("run1/out/stats.txt"));
  EXPECT_THAT(whole.refused, IsEmpty());
}

TEST_F(FolderWalkTest, gives_paths_as_the_pattern_was_given) {
  write("a/x.txt");
  EXPECT_THAT(walk("./a//*.txt").paths, ElementsAre("a/x.txt"));
  EXPECT_THAT(walk((folder_.path() / "*/x.txt").string()).paths,
              ElementsAre((folder_.path() / "a/x.txt").string()));
}

TEST_F(FolderWalkTest, gives_size_and_time_of_change) {
  write("x.txt");
  const timespec times[2] = {{0, UTIME_OMIT}, {1'700'000'000, 123'456'789}};
  ASSERT_EQ(::utimensat(AT_FDCWD, (folder_.path() / "x.txt").c_str(), times, 0), 0);
  auto files = FileWalk::open({"*.txt"}, folder_.path());
  std::vector<FoundFile> found;
  while (files->next(10, found)) {
  }
  ASSERT_THAT(found, SizeIs(1));
  ASSERT_TRUE(found[0].state);
  EXPECT_EQ(found[0].state->size, base::Bytes{5});
  EXPECT_EQ(found[0].state->modified, 1'700'000'000'123'456'789);
}

TEST_F(FolderWalkTest, finds_the_same_where_it_looks_at_names_alone) {
  for (const auto* name : {"a/x.txt", "b/x.txt", "x.txt"}) write(name);
  fs::create_symlink("x.txt", folder_.path() / "link.txt");
  ASSERT_EQ(::mkfifo((folder_.path() / "fifo.txt").c_str(), 0600), 0);
  auto files = FileWalk::open({"**/*.txt"}, folder_.path(), Look::at_names);
  std::vector<FoundFile> found;
  while (files->next(10, found)) {
  }
  std::vector<std::string> paths;
  for (const auto& file : found) {
    paths.push_back(file.path);
    EXPECT_EQ(file.state.has_value(), file.path == "link.txt") << file.path;
  }
  std::ranges::sort(paths);
  EXPECT_EQ(paths, walk("**/*.txt").paths);
  EXPECT_THAT(files->take_rejections(), SizeIs(1));
}

TEST_F(FolderWalkTest, follows_links_to_files_and_folders) {
  write("real/x.txt");
  fs::create_symlink("real/x.txt", folder_.path() / "link.txt");
  fs::create_symlink("real", folder_.path() / "folder");
  EXPECT_THAT(walk("*.txt").paths, ElementsAre("link.txt"));
  EXPECT_THAT(walk("*/x.txt").paths, ElementsAre("folder/x.txt", "real/x.txt"));
}

TEST_F(FolderWalkTest, does_not_follow_links_in_circles) {
  write("a/b/x.txt");
  fs::create_symlink("..", folder_.path() / "a/b/up");
  fs::create_symlink(".", folder_.path() / "self");
  const auto whole = walk("**/x.txt");
  EXPECT_THAT(whole.paths, ElementsAre("a/b/x.txt"));
  EXPECT_THAT(whole.refused, IsEmpty());
}

TEST_F(FolderWalkTest, refuses_matching_names_that_are_no_regular_files) {
  write("x.txt");
  ASSERT_EQ(::mkfifo((folder_.path() / "fifo.txt").c_str(), 0600), 0);
  ASSERT_EQ(::mkfifo((folder_.path() / "fifo.other").c_str(), 0600), 0);
  fs::create_symlink("nowhere", folder_.path() / "broken.txt");
  const auto whole = walk("*.txt");
  EXPECT_THAT(whole.paths, ElementsAre("x.txt"));
  EXPECT_THAT(whole.refused, ElementsAre("broken.txt: cannot be read: No such file or directory",
                                         "fifo.txt: not a regular file"));
}

TEST_F(FolderWalkTest, passes_over_folders_that_match_unless_nothing_else_does) {
  write("folder.txt/y");
  auto whole = walk("*.txt");
  EXPECT_THAT(whole.paths, IsEmpty());
  EXPECT_THAT(whole.refused, ElementsAre("folder.txt: a folder, not a file"));
  write("x.txt");
  whole = walk("*.txt");
  EXPECT_THAT(whole.paths, ElementsAre("x.txt"));
  EXPECT_THAT(whole.refused, IsEmpty());
}

TEST_F(FolderWalkTest, refuses_a_folder_that_cannot_be_listed_and_goes_on) {
  for (const auto* name : {"open/x.txt", "shut/x.txt"}) write(name);
  fs::permissions(folder_.path(), fs::perms{0755});
  fs::permissions(folder_.path() / "shut", fs::perms::none);
  {
    const test::Unprivileged nobody;
    const auto whole = walk("**/x.txt");
    EXPECT_THAT(whole.paths, ElementsAre("open/x.txt"));
    EXPECT_THAT(whole.refused, ElementsAre("shut: cannot be read: Permission denied"));
  }
  fs::permissions(folder_.path() / "shut", fs::perms{0700});
}

TEST_F(FolderWalkTest, bears_newlines_and_long_names) {
  const auto long_name = std::string(251, 'n') + ".txt";
  for (const auto& name : {std::string("two\nlines.txt"), long_name}) write(name);
  EXPECT_THAT(walk("*.txt").paths, ElementsAre(long_name, "two\nlines.txt"));
}

TEST_F(FolderWalkTest, goes_two_hundred_folders_deep) {
  std::string path;
  for (int i = 0; i < 200; ++i) path += "d/";
  write(path + "x.txt");
  EXPECT_THAT(walk("**/x.txt").paths, ElementsAre(path + "x.txt"));
}

}  // namespace
}  // namespace winnow::read
