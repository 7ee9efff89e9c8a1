#include "winnow/study/literal.hpp"

#include <gtest/gtest.h>

namespace winnow::study {
namespace {

TEST(Literal, is_a_number_only_as_a_whole) {
  EXPECT_EQ(Literal{"16"}.number(), 16.0);
  EXPECT_EQ(Literal{"-2.5e3"}.number(), -2500.0);
  for (const auto* text : {"", "16M", " 16", "epidemic", "nan", "inf", "1e999"}) {
    EXPECT_EQ(Literal{text}.number(), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace winnow::study
