#include "read/folder_opener.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>

#include "support/temporary_folder.hpp"

namespace winnow::read {
namespace {

std::string content(const base::Descriptor& file) {
  char bytes[100];
  const auto size = ::read(file.get(), bytes, sizeof bytes);
  return {bytes, size < 0 ? 0 : static_cast<std::size_t>(size)};
}

TEST(FolderOpener, opens_the_named_file_also_when_folders_alternate) {
  const test::TemporaryFolder folder;
  FolderOpener opener;
  for (int i = 0; i < 60; ++i) {
    const auto name = (i % 20 < 15 ? "a/" : "b/") + std::to_string(i);
    EXPECT_EQ(content(opener.open(folder.write(name, name))), name);
  }
}

TEST(FolderOpener, finds_files_of_a_folder_that_was_replaced) {
  const test::TemporaryFolder folder;
  FolderOpener opener;
  for (int i = 0; i < 20; ++i) {
    ASSERT_TRUE(opener.open(folder.write("runs/" + std::to_string(i), "old")).is_open());
  }
  std::filesystem::rename(folder.path() / "runs", folder.path() / "moved");
  EXPECT_EQ(content(opener.open(folder.write("runs/new", "new"))), "new");
}

TEST(FolderOpener, leaves_the_cause_of_a_failure_in_errno) {
  const test::TemporaryFolder folder;
  FolderOpener opener;
  for (int i = 0; i < 20; ++i) {
    EXPECT_FALSE(opener.open(folder.path() / "none").is_open());
    EXPECT_EQ(errno, ENOENT);
  }
}

}  // namespace
}  // namespace winnow::read
