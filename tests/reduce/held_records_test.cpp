#include "reduce/held_records.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "reduce/records.hpp"

namespace winnow::reduce {
namespace {

TEST(HeldRecords, sort_as_their_keys_and_then_their_payloads_compare) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    auto expected = random_records(seed, 2000);
    HeldRecords held;
    for (const auto& record : expected) held.add(view_of(record));
    held.sort();
    std::ranges::sort(expected);
    ASSERT_EQ(held.size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i)
      ASSERT_EQ(held[i], view_of(expected[i])) << seed << ' ' << i;
  }
}

TEST(HeldRecords, begin_anew_after_clear) {
  HeldRecords held;
  held.add({"b", "1"});
  held.clear();
  EXPECT_EQ(held.size(), 0u);
  EXPECT_EQ(held.memory().count, 0u);
  held.add({"a", ""});
  EXPECT_EQ(held[0], (Record{"a", ""}));
}

}  // namespace
}  // namespace winnow::reduce
