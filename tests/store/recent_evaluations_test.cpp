#include "store/recent_evaluations.hpp"

#include <gtest/gtest.h>

namespace winnow::store {
namespace {

CacheKey key_of(int number) {
  return cache_key("f", std::vector<double>{double(number)});
}

CacheEntry entry_of(double value) {
  return {{{value}}, 0};
}

TEST(RecentEvaluations, keep_those_used_last) {
  RecentEvaluations recent({3 * entry_of(0).bytes()});
  for (int i = 0; i < 3; ++i) recent.put(key_of(i), entry_of(i));
  ASSERT_NE(recent.find(key_of(0)), nullptr);
  recent.put(key_of(3), entry_of(3));
  EXPECT_EQ(recent.find(key_of(1)), nullptr);
  for (const int i : {0, 2, 3}) EXPECT_EQ(recent.find(key_of(i))->evaluation.outputs.front(), i);
}

TEST(RecentEvaluations, replace_an_entry_of_the_same_key) {
  RecentEvaluations recent(base::kibibytes(1));
  recent.put(key_of(1), entry_of(1));
  recent.put(key_of(1), entry_of(2));
  EXPECT_EQ(recent.find(key_of(1))->evaluation.outputs.front(), 2);
  EXPECT_EQ(recent.size(), 1u);
}

TEST(RecentEvaluations, hold_nothing_that_does_not_fit) {
  RecentEvaluations recent({0});
  recent.put(key_of(1), entry_of(1));
  EXPECT_EQ(recent.find(key_of(1)), nullptr);
}

}  // namespace
}  // namespace winnow::store
