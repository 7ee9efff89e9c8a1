#include "watch/kept_file.hpp"

#include <gtest/gtest.h>

#include <string>

#include "support/temporary_folder.hpp"

namespace winnow::watch {
namespace {

TEST(KeptFile, tells_what_the_file_says_now) {
  const test::TemporaryFolder folder;
  folder.write("usage", "100\n");
  KeptFile file(folder.path() / "usage");
  EXPECT_EQ(file.text(), "100\n");
  folder.write("usage", "7\n");
  EXPECT_EQ(file.text(), "7\n");
}

TEST(KeptFile, reads_a_long_file_as_a_whole) {
  const test::TemporaryFolder folder;
  const std::string text(100'000, 'x');
  folder.write("long", text);
  EXPECT_EQ(KeptFile(folder.path() / "long").text(), text);
}

TEST(KeptFile, has_nothing_of_a_file_that_is_not_there_or_is_a_folder) {
  const test::TemporaryFolder folder;
  EXPECT_FALSE(KeptFile(folder.path() / "none").text().has_value());
  EXPECT_FALSE(KeptFile(folder.path()).text().has_value());
  EXPECT_FALSE(KeptFile().text().has_value());
}

}  // namespace
}  // namespace winnow::watch
