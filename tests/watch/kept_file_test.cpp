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

TEST(NumberAfter, finds_a_key_only_at_the_start_of_a_line) {
  const std::string text = "read_bytes: 4\nxrchar: 5\nrchar: 6\n";
  EXPECT_EQ(number_after(text, "rchar:"), 6);
  EXPECT_EQ(number_after(text, "read_bytes:"), 4);
}

TEST(NumberAfter, gives_nothing_where_no_number_follows) {
  EXPECT_FALSE(number_after("limit: max\n", "limit:").has_value());
  EXPECT_FALSE(number_after("limit:", "limit:").has_value());
  EXPECT_FALSE(number_after("limits: 3", "limit").has_value());
  EXPECT_FALSE(number_after("", "limit:").has_value());
}

TEST(KibibytesAfter, gives_bytes) {
  EXPECT_EQ(kibibytes_after("Pss_Anon:  9 kB\nPss:\t   3 kB\n", "Pss:"), base::kibibytes(3));
}

}  // namespace
}  // namespace winnow::watch
