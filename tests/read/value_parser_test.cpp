#include "read/value_parser.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace winnow::read {
namespace {

TEST(ValueParser, reads_numbers_and_missing_values) {
  const ValueParser parser({"NA", "-"});
  EXPECT_EQ(parser.parse("1.5"), 1.5);
  for (const auto* text : {"", "nan", "NaN", "NA", "-"})
    EXPECT_TRUE(std::isnan(parser.parse(text).value())) << text;
  for (const auto* text : {"na", "--", "inf", "1,5", "1e400"}) EXPECT_FALSE(parser.parse(text)) << text;
  EXPECT_TRUE(parser.takes_numbers_as_they_are());
}

TEST(ValueParser, takes_a_number_for_missing_if_told_so) {
  const ValueParser parser({"-999"});
  EXPECT_TRUE(std::isnan(parser.parse("-999").value()));
  EXPECT_EQ(parser.parse("-999.0"), -999.0);
  EXPECT_FALSE(parser.takes_numbers_as_they_are());
}

}  // namespace
}  // namespace winnow::read
