#include "reduce/key_sample.hpp"

#include <gtest/gtest.h>

#include <string>

namespace winnow::reduce {
namespace {

TEST(KeySample, keeps_all_of_few_keys) {
  KeySample sample;
  for (std::size_t i = 0; i < KeySample::capacity; ++i) sample.add(std::to_string(i));
  EXPECT_EQ(sample.keys().size(), KeySample::capacity);
  EXPECT_EQ(sample.stride(), 1u);
}

TEST(KeySample, keeps_every_nth_of_many_keys) {
  KeySample sample;
  for (std::size_t i = 0; i < 100'000; ++i) sample.add(std::to_string(i));
  EXPECT_LE(sample.keys().size(), KeySample::capacity);
  EXPECT_GT(sample.keys().size(), KeySample::capacity / 2);
  for (std::size_t i = 0; i < sample.keys().size(); ++i) {
    ASSERT_EQ(sample.keys()[i], std::to_string(i * sample.stride()));
  }
}

}  // namespace
}  // namespace winnow::reduce
