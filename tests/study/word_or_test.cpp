#include "winnow/study/word_or.hpp"

#include <gtest/gtest.h>

namespace winnow::study {
namespace {

TEST(WordOr, is_the_word_at_first) {
  const AutoOr<int> setting;
  EXPECT_TRUE(setting.is_word());
  EXPECT_FALSE(setting.has_value());
  EXPECT_EQ(setting.value_or(7), 7);
  EXPECT_EQ(setting.word(), "auto");
}

TEST(WordOr, holds_a_value_in_place_of_the_word) {
  const NoneOr<int> setting = 3;
  EXPECT_FALSE(setting.is_word());
  EXPECT_EQ(setting.value(), 3);
  EXPECT_EQ(setting.value_or(7), 3);
  EXPECT_NE(setting, NoneOr<int>());
}

}  // namespace
}  // namespace winnow::study
