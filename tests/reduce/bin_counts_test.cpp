#include "reduce/bin_counts.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <span>

#include "winnow/base/random.hpp"

namespace winnow::reduce {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

base::Buffer encoding_of(const BinCounts& counts) {
  base::Buffer bytes;
  base::Encoder out(bytes);
  counts.encode(out);
  return bytes;
}

BinCounts merged(const std::vector<base::Buffer>& parts, std::uint32_t bins) {
  BinCounts counts;
  for (const auto& part : parts) {
    base::Decoder in(part);
    EXPECT_TRUE(BinCounts::merge_encoded(in, bins, counts) && in.at_end());
  }
  return counts;
}

TEST(BinCounts, count_below_in_and_above_the_bins) {
  const Bins bins(0, 2, 2);
  BinCounts counts;
  for (const double x : {-5.0, 0.0, 0.5, 1.0, 2.0, 3.0, 4.0}) counts.add(x, bins);
  EXPECT_THAT(counts.counts(), ElementsAre(1, 2, 2, 2));
}

TEST(BinCounts, take_memory_from_the_first_value_on_and_then_no_more) {
  const Bins bins(0, 1, 20);
  BinCounts counts;
  EXPECT_EQ(counts.heap_memory(), base::Bytes{});
  EXPECT_THAT(counts.counts(), IsEmpty());
  counts.add(0.5, bins);
  EXPECT_EQ(counts.heap_memory(), base::Bytes{22 * 8});
  for (int i = 0; i < 1000; ++i) counts.add(i, bins);
  EXPECT_EQ(counts.heap_memory(), base::Bytes{22 * 8});
}

TEST(BinCounts, are_the_same_bytes_however_they_were_added_and_merged) {
  const base::Random random(7, 1);
  const Bins bins(0.1, 0.9, 50);
  BinCounts whole;
  std::vector<BinCounts> parts(5);
  for (std::uint64_t i = 0; i < 2000; ++i) {
    const double x = static_cast<double>(random.bits(i) >> 11) * 0x1p-53;
    whole.add(x, bins);
    parts[random.bits(10'000 + i) % parts.size()].add(x, bins);
  }
  std::vector<base::Buffer> encoded{encoding_of(BinCounts{})};
  for (const auto& part : parts) encoded.push_back(encoding_of(part));
  EXPECT_EQ(encoding_of(merged(encoded, 50)), encoding_of(whole));
  std::ranges::reverse(encoded);
  EXPECT_EQ(encoding_of(merged(encoded, 50)), encoding_of(whole));
}

TEST(BinCounts, refuse_bytes_that_are_none_of_theirs) {
  BinCounts counts;
  const Bins bins(0, 1, 4);
  counts.add(2, bins);
  const auto bytes = encoding_of(counts);
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    const auto torn = std::span<const std::byte>(bytes).first(length);
    base::Decoder in(torn);
    BinCounts into;
    EXPECT_FALSE(BinCounts::merge_encoded(in, 4, into)) << length;
  }
  base::Decoder in(bytes);
  BinCounts fewer;
  EXPECT_FALSE(BinCounts::merge_encoded(in, 3, fewer)) << "slot 5 is not in three bins";
}

}  // namespace
}  // namespace winnow::reduce
