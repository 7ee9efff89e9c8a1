#include "winnow/base/file.hpp"

#include <gtest/gtest.h>

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
