#include "winnow/base/links.hpp"

#include <gtest/gtest.h>

#include "support/temporary_folder.hpp"

namespace winnow::base {
namespace {

namespace fs = std::filesystem;

TEST(EndOfLinks, follows_relative_and_absolute_links) {
  const test::TemporaryFolder folder;
  const auto file = folder.write("elsewhere/file", "");
  fs::create_symlink("elsewhere/file", folder.path() / "near");
  fs::create_symlink(folder.path() / "near", folder.path() / "far");
  EXPECT_EQ(end_of_links(folder.path() / "far"), file);
}

TEST(EndOfLinks, gives_what_is_no_link_or_not_there) {
  const test::TemporaryFolder folder;
  EXPECT_EQ(end_of_links(folder.path() / "missing"), folder.path() / "missing");
  fs::create_symlink("missing", folder.path() / "dangling");
  EXPECT_EQ(end_of_links(folder.path() / "dangling"), folder.path() / "missing");
}

TEST(EndOfLinks, leaves_links_in_a_circle) {
  const test::TemporaryFolder folder;
  fs::create_symlink("circle", folder.path() / "circle");
  EXPECT_EQ(end_of_links(folder.path() / "circle"), folder.path() / "circle");
}

}  // namespace
}  // namespace winnow::base
