#include "read/name_list.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "read/walking.hpp"
#include "support/temporary_folder.hpp"

namespace winnow::read {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

TEST(NameList, names_files_one_a_line) {
  const test::TemporaryFolder folder;
  for (const auto* name : {"a.txt", "runs/b.txt", "#c.txt", " d.txt"}) folder.write(name, "x: 1\n");
  const auto absolute = (folder.path() / "runs/b.txt").string();
  folder.write("names.txt", "./a.txt\r\n\n  \n#c.txt\n" + absolute + "\n d.txt");
  const auto whole = walk_all({"@names.txt"}, folder.path());
  EXPECT_THAT(whole.paths, ElementsAre(" d.txt", "#c.txt", absolute, "a.txt"));
  EXPECT_THAT(whole.refused, IsEmpty());
}

TEST(NameList, refuses_names_with_the_lists_line) {
  const test::TemporaryFolder folder;
  folder.write("a.txt", "x: 1\n");
  std::filesystem::create_directory(folder.path() / "folder");
  folder.write("names.txt", "a.txt\nnone.txt\n\nfolder\n*.txt\n" + std::string(70'000, 'n') + "\nlast\n");
  const auto whole = walk_all({"@names.txt"}, folder.path());
  EXPECT_THAT(whole.paths, ElementsAre("a.txt"));
  ASSERT_THAT(whole.refused, SizeIs(5));
  EXPECT_EQ(whole.refused[0], "names.txt:2: none.txt: cannot be read: No such file or directory");
  EXPECT_EQ(whole.refused[1], "names.txt:4: folder: not a regular file");
  EXPECT_EQ(whole.refused[2], "names.txt:5: *.txt: cannot be read: No such file or directory");
  EXPECT_EQ(whole.refused[3], "names.txt:6: " + std::string(120, 'n') + ": line too long");
  EXPECT_EQ(whole.refused[4], "names.txt:7: last: cannot be read: No such file or directory");
}

TEST(NameList, gives_a_file_named_twice_once) {
  const test::TemporaryFolder folder;
  folder.write("a.txt", "x: 1\n");
  std::filesystem::create_hard_link(folder.path() / "a.txt", folder.path() / "b.txt");
  folder.write("names.txt", "a.txt\nb.txt\n./a.txt\n");
  folder.write("more.txt", "a.txt\n" + (folder.path() / "b.txt").string() + "\n");
  EXPECT_THAT(walk_all({"@names.txt", "@more.txt"}, folder.path()).paths, ElementsAre("a.txt", "b.txt"));
}

TEST(NameList, refuses_a_missing_name_each_time_it_is_listed) {
  const test::TemporaryFolder folder;
  folder.write("names.txt", "none\nnone\n");
  EXPECT_THAT(walk_all({"@names.txt"}, folder.path()).refused,
              ElementsAre("names.txt:1: none: cannot be read: No such file or directory",
                          "names.txt:2: none: cannot be read: No such file or directory"));
}

TEST(NameList, is_refused_where_it_cannot_be_read) {
  const test::TemporaryFolder folder;
  const auto place = folder.path().string() + "/";
  EXPECT_EQ(FileWalk::open({"@names.txt"}, folder.path()).error().text(),
            "no file of names \"names.txt\" (cannot be read: No such file or directory): check the path, "
            "taken from " +
                place);
  folder.write("names.txt", "");
  EXPECT_EQ(FileWalk::open({"@names.txt"}, folder.path()).error().why, "empty");
}

}  // namespace
}  // namespace winnow::read
