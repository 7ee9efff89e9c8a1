#include "winnow/farm/interval_set.hpp"

#include <gmock/gmock.h>

#include <set>

#include "winnow/base/random.hpp"

namespace winnow::farm {
namespace {

using testing::ElementsAre;
using testing::Pair;

TEST(IntervalSet, joins_what_touches) {
  IntervalSet set;
  set.insert(1, 3);
  set.insert(5, 7);
  set.insert(3, 5);
  EXPECT_THAT(set.intervals(), ElementsAre(Pair(1, 7)));
  EXPECT_EQ(set.count(), 6U);
}

TEST(IntervalSet, splits_where_the_middle_is_taken_out) {
  IntervalSet set;
  set.insert(1, 10);
  set.erase(4, 6);
  EXPECT_THAT(set.intervals(), ElementsAre(Pair(1, 4), Pair(6, 10)));
  EXPECT_FALSE(set.contains(4));
  EXPECT_TRUE(set.contains(6));
  EXPECT_FALSE(set.contains(10));
}

TEST(IntervalSet, is_not_changed_by_an_empty_interval) {
  IntervalSet set;
  set.insert(5, 5);
  set.erase(5, 5);
  EXPECT_TRUE(set.empty());
}

TEST(IntervalSet, behaves_as_a_set_of_numbers) {
  base::RandomSequence draw(1, 1);
  IntervalSet set;
  std::set<std::uint64_t> numbers;
  for (int step = 0; step < 3000; ++step) {
    const auto first = draw.below(60);
    const auto last = first + draw.below(8);
    const bool adds = draw.below(2) == 0;
    adds ? set.insert(first, last) : set.erase(first, last);
    for (auto number = first; number < last; ++number)
      adds ? numbers.insert(number).second : numbers.erase(number) > 0;
    ASSERT_EQ(set.count(), numbers.size());
    for (std::uint64_t number = 0; number < 70; ++number) {
      ASSERT_EQ(set.contains(number), numbers.contains(number)) << number << " after " << step << " steps";
    }
  }
  for (auto at = set.intervals().begin(); std::next(at) != set.intervals().end(); ++at) {
    EXPECT_LT(at->second, std::next(at)->first) << "neighbours are joined";
  }
}

}  // namespace
}  // namespace winnow::farm
