#include "winnow/reduce/log_grid.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>
#include <vector>

#include "reduce/exact_reference.hpp"

namespace winnow::reduce {
namespace {

LogGrid grid_of(std::span<const double> values) {
  LogGrid grid;
  for (const double x : values) grid.add(ordered_bits::of(x));
  return grid;
}

base::Buffer encoding_of(const LogGrid& grid) {
  base::Buffer bytes;
  base::Encoder out(bytes);
  grid.encode(out);
  return bytes;
}

std::vector<double> draw(const test::Family& family, int count) {
  base::RandomSequence random(31, 1);
  std::vector<double> values;
  for (int i = 0; i < count; ++i) values.push_back(family.draw(random));
  return values;
}

TEST(LogGrid, gives_the_value_of_every_rank_within_the_bound_it_states) {
  for (const auto& family : test::families()) {
    auto values = draw(family, 3000);
    const auto grid = grid_of(values);
    ASSERT_EQ(grid.count(), values.size());
    std::ranges::sort(values);
    for (std::size_t rank = 0; rank < values.size(); ++rank) {
      const double expected = values[rank];
      const double found = grid.value_of_rank(rank);
      constexpr double tiny = std::numeric_limits<double>::min();
      const double allowed = std::max(tiny, grid.error_bound() * std::fabs(expected));
      ASSERT_LE(std::fabs(found - expected), allowed) << family.name << ' ' << rank;
    }
  }
}

TEST(LogGrid, is_as_fine_as_can_be_for_values_within_thirty_octaves) {
  std::vector<double> values{0.0};
  for (int i = 0; i < 3000; ++i) values.push_back(std::ldexp(1.0 + i % 7 / 7.0, i % 30));
  EXPECT_EQ(grid_of(values).level(), 0u);
  EXPECT_EQ(LogGrid::error_bound(0), 1.0 / 256);
}

TEST(LogGrid, gets_coarser_instead_of_larger_but_never_without_an_answer) {
  std::vector<double> values;
  for (int exponent = -1074; exponent < 1024; ++exponent) {
    values.push_back(std::ldexp(1.0, exponent));
    values.push_back(-std::ldexp(1.0, exponent));
  }
  const auto grid = grid_of(values);
  EXPECT_EQ(grid.level(), LogGrid::coarsest_level);
  EXPECT_EQ(grid.error_bound(), 0.5);
  EXPECT_LE(grid.memory().count, std::size_t{56} << 10);
  EXPECT_EQ(grid.count(), values.size());
}

TEST(LogGrid, tells_zeros_from_the_smallest_numbers) {
  const auto grid = grid_of(std::vector{0.0, -0.0, 1e-300, -1e-300});
  EXPECT_LT(grid.value_of_rank(0), 0);
  EXPECT_EQ(grid.value_of_rank(1), 0);
  EXPECT_EQ(grid.value_of_rank(2), 0);
  EXPECT_NEAR(grid.value_of_rank(3), 1e-300, 1e-302);
}

TEST(LogGrid, has_one_encoding_whatever_the_order_and_the_way_of_merging) {
  for (const auto& family : test::families()) {
    auto values = draw(family, 1000);
    const auto whole = encoding_of(grid_of(values));
    base::RandomSequence random(32, 1);
    for (int way = 0; way < 6; ++way) {
      std::shuffle(values.begin(), values.end(), random);
      const auto cut = random.below(values.size());
      auto grid = grid_of(std::span(values).first(cut));
      const auto rest = grid_of(std::span(values).subspan(cut));
      if (way % 2 == 0) {
        grid.merge(rest);
      } else {
        const auto bytes = encoding_of(rest);
        base::Decoder in(bytes);
        ASSERT_TRUE(grid.merge_encoded(in));
        ASSERT_TRUE(in.at_end());
      }
      ASSERT_EQ(encoding_of(grid), whole) << family.name;
    }
  }
}

TEST(LogGrid, refuses_bytes_that_no_grid_wrote) {
  const auto bytes = encoding_of(grid_of(std::vector{-1e9, 0.5, 3.0}));
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    base::Decoder in{std::span(bytes).first(size)};
    LogGrid grid;
    EXPECT_FALSE(grid.merge_encoded(in)) << size;
  }
  const auto refuses = [](std::initializer_list<std::uint64_t> numbers) {
    base::Buffer made;
    base::Encoder out(made);
    for (const auto number : numbers) out.put_varint(number);
    base::Decoder in(made);
    LogGrid grid;
    return !grid.merge_encoded(in);
  };
  EXPECT_TRUE(refuses({8, 0})) << "no such level";
  EXPECT_TRUE(refuses({0, 1, std::uint64_t{1} << 19, 1})) << "beyond the last bucket";
  EXPECT_TRUE(refuses({0, 1, 7, 0})) << "a bucket of nothing";
  EXPECT_TRUE(refuses({7, 1, 0, 1})) << "a bucket that this level does not have";
  EXPECT_FALSE(refuses({0, 1, 7, 1}));
}

}  // namespace
}  // namespace winnow::reduce
