#include "winnow/base/kernel_text.hpp"

#include <gtest/gtest.h>

namespace winnow::base {
namespace {

TEST(LeadingNumber, is_what_a_text_begins_with) {
  EXPECT_EQ(leading_number("42\n"), 42U);
  EXPECT_FALSE(leading_number("max\n").has_value());
  EXPECT_FALSE(leading_number("").has_value());
}

TEST(KeyedNumber, is_found_only_at_the_start_of_a_line) {
  const auto* const text = "read_bytes: 4\nxrchar: 5\nrchar: 6\n";
  EXPECT_EQ(keyed_number(text, "rchar:"), 6U);
  EXPECT_EQ(keyed_number(text, "read_bytes:"), 4U);
}

TEST(KeyedNumber, has_a_key_that_is_a_whole_word) {
  const auto* const text = "inactive_file_x 1\ninactive_file 2\nMemTotal:       3 kB\n";
  EXPECT_EQ(keyed_number(text, "inactive_file"), 2U);
  EXPECT_EQ(keyed_number(text, "MemTotal:"), 3U);
  EXPECT_FALSE(keyed_number(text, "active_file").has_value());
}

TEST(KeyedNumber, is_none_where_no_number_follows) {
  EXPECT_FALSE(keyed_number("limit: max\n", "limit:").has_value());
  EXPECT_FALSE(keyed_number("limit:", "limit:").has_value());
  EXPECT_FALSE(keyed_number("limits: 3", "limit").has_value());
  EXPECT_FALSE(keyed_number("", "limit:").has_value());
}

TEST(KeyedKibibytes, are_bytes) {
  EXPECT_EQ(keyed_kibibytes("Pss_Anon:  9 kB\nPss:\t   3 kB\n", "Pss:"), kibibytes(3));
}

}  // namespace
}  // namespace winnow::base
