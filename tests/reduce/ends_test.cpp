#include "reduce/ends.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "winnow/base/random.hpp"

namespace winnow::reduce {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

base::Buffer encoding_of(const Ends& ends) {
  base::Buffer bytes;
  base::Encoder out(bytes);
  ends.encode(out);
  return bytes;
}

TEST(Ends, are_undefined_without_values) {
  Ends ends;
  ends.add(nan, {"a", 0});
  EXPECT_TRUE(std::isnan(ends.first()));
  EXPECT_TRUE(std::isnan(ends.last()));
}

TEST(Ends, go_by_path_and_then_by_place_and_leave_missing_values_out) {
  Ends ends;
  ends.add(5, {"b", 10});
  ends.add(4, {"b", 7});
  ends.add(nan, {"a", 0});
  ends.add(nan, {"c", 0});
  EXPECT_EQ(ends.first(), 4);
  EXPECT_EQ(ends.last(), 5);
  ends.add(1, {"a\xff", 3});
  ends.add(2, {"b\x01", 0});
  EXPECT_EQ(ends.first(), 1);
  EXPECT_EQ(ends.last(), 2);
}

TEST(Ends, have_one_encoding_whatever_the_order_of_adds_and_merges) {
  struct Added {
    double value;
    std::string path;
    std::uint64_t byte;
  };
  base::RandomSequence random(21, 1);
  std::vector<Added> all;
  for (std::uint64_t i = 0; i < 60; ++i) {
    all.push_back({random.below(5) == 0 ? nan : random.uniform(),
                   "a path long enough for the heap " + std::to_string(random.below(9)), i});
  }
  Ends whole;
  for (const auto& [value, path, byte] : all) whole.add(value, {path, byte});
  for (int tree = 0; tree < 20; ++tree) {
    std::shuffle(all.begin(), all.end(), random);
    std::vector<Ends> parts(1 + random.below(5));
    for (const auto& [value, path, byte] : all) parts[random.below(parts.size())].add(value, {path, byte});
    Ends merged;
    for (const auto& part : parts) {
      const auto bytes = encoding_of(part);
      base::Decoder in(bytes);
      ASSERT_TRUE(Ends::merge_encoded(in, merged));
      ASSERT_TRUE(in.at_end());
    }
    ASSERT_EQ(encoding_of(merged), encoding_of(whole));
    ASSERT_EQ(merged.first(), whole.first());
    ASSERT_EQ(merged.last(), whole.last());
  }
}

TEST(Ends, refuse_bytes_cut_short_anywhere) {
  Ends ends;
  ends.add(5, {"b", 10});
  const auto bytes = encoding_of(ends);
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    base::Decoder in{std::span(bytes).first(size)};
    Ends into;
    EXPECT_FALSE(Ends::merge_encoded(in, into)) << size;
  }
}

TEST(Ends, count_the_memory_of_long_paths) {
  Ends ends;
  EXPECT_EQ(ends.heap_memory().count, 0u);
  ends.add(1, {std::string(1000, 'x'), 0});
  EXPECT_GE(ends.heap_memory().count, 2000u);
}

}  // namespace
}  // namespace winnow::reduce
