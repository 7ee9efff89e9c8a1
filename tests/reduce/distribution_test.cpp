#include "winnow/reduce/distribution.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>
#include <vector>

#include "reduce/exact_reference.hpp"

namespace winnow::reduce {
namespace {

constexpr double largest = std::numeric_limits<double>::max();

Distribution distribution_of(std::span<const double> values) {
  Distribution distribution;
  for (const double x : values) distribution.add(x);
  return distribution;
}

Distribution distribution_of(std::initializer_list<double> values) {
  return distribution_of(std::span(values.begin(), values.size()));
}

base::Buffer encoding_of(const Distribution& distribution) {
  base::Buffer bytes;
  base::Encoder out(bytes);
  distribution.encode(out);
  return bytes;
}

Percentile percent(std::uint32_t percent) {
  return {percent * 10'000};
}

/// By the definition, in rational numbers.
double expected_quantile(std::vector<double> values, Percentile percentile) {
  std::ranges::sort(values);
  const auto position = (values.size() - 1) * std::size_t{percentile.millionths};
  const auto rank = position / Percentile::whole;
  const auto low = test::exact(values[rank]);
  if (position % Percentile::whole == 0) return values[rank];
  const auto high = test::exact(values[rank + 1]);
  const test::Rational quantile =
      low + (high - low) * test::Rational(position % Percentile::whole) / Percentile::whole;
  return quantile < 0 ? -test::rounded(-quantile) : test::rounded(quantile);
}

TEST(Distribution, has_no_quantiles_without_values) {
  EXPECT_TRUE(std::isnan(Distribution().quantile(percent(50))));
}

TEST(Distribution, has_the_quantiles_that_numpy_gives) {
  const auto distribution = distribution_of({3.0, 1.0, 10.0, 2.0});
  EXPECT_EQ(distribution.quantile(percent(0)), 1.0);
  EXPECT_EQ(distribution.quantile(percent(25)), 1.75);
  EXPECT_EQ(distribution.quantile(percent(50)), 2.5);
  EXPECT_EQ(distribution.quantile(percent(95)), 8.95);
  EXPECT_EQ(distribution.quantile(percent(100)), 10.0);
  EXPECT_EQ(distribution_of({7.0}).quantile(percent(33)), 7.0);
}

TEST(Distribution, has_correctly_rounded_quantiles_of_every_family_of_values) {
  for (const auto& family : test::families()) {
    base::RandomSequence random(41, 1);
    std::vector<double> values;
    for (int n = 1; n <= 40; ++n) {
      values.push_back(family.draw(random));
      for (const Percentile percentile : {percent(5), percent(50), percent(95), Percentile{999'999}}) {
        ASSERT_EQ(distribution_of(values).quantile(percentile), expected_quantile(values, percentile))
            << family.name << ' ' << n << ' ' << percentile.millionths;
      }
    }
  }
}

TEST(Distribution, interpolates_between_giants_without_overflow) {
  EXPECT_EQ(distribution_of({largest, -largest}).quantile(percent(50)), 0.0);
  EXPECT_EQ(distribution_of({largest, largest}).quantile(percent(50)), largest);
  EXPECT_EQ(distribution_of({largest, largest / 2}).quantile(percent(50)), largest * 0.75);
}

TEST(Distribution, is_exact_up_to_a_number_of_values_and_a_grid_beyond) {
  Distribution distribution;
  for (std::size_t i = 1; i <= Distribution::exact_at_most; ++i) distribution.add(static_cast<double>(i));
  EXPECT_EQ(distribution.grid(), nullptr);
  EXPECT_EQ(distribution.quantile(percent(50)), 2048.5);
  distribution.add(4097);
  ASSERT_NE(distribution.grid(), nullptr);
  EXPECT_EQ(distribution.count(), Distribution::exact_at_most + 1);
  EXPECT_NEAR(distribution.quantile(percent(50)), 2049, 2049 * distribution.grid()->error_bound());
  EXPECT_LE(distribution.heap_memory().count, std::size_t{56} << 10);
}

/// Adds the values in a random order, in parts of random sizes that are merged through their encodings.
base::Buffer merged_encoding(std::vector<double> values, base::RandomSequence& random) {
  std::shuffle(values.begin(), values.end(), random);
  Distribution whole;
  for (std::span<const double> rest(values); !rest.empty();) {
    const auto size = std::min<std::size_t>(rest.size(), 1 + random.below(values.size()));
    const auto bytes = encoding_of(distribution_of(rest.first(size)));
    base::Decoder in(bytes);
    EXPECT_TRUE(Distribution::merge_encoded(in, whole));
    EXPECT_TRUE(in.at_end());
    rest = rest.subspan(size);
  }
  return encoding_of(whole);
}

TEST(Distribution, has_one_encoding_whatever_the_order_and_the_parts) {
  for (const auto& family : test::families()) {
    for (const std::size_t count : {std::size_t{100}, Distribution::exact_at_most,
                                    Distribution::exact_at_most + 1, 2 * Distribution::exact_at_most}) {
      base::RandomSequence random(42, count);
      std::vector<double> values;
      for (std::size_t i = 0; i < count; ++i) values.push_back(family.draw(random));
      const auto expected = encoding_of(distribution_of(values));
      for (int way = 0; way < 4; ++way) {
        ASSERT_EQ(merged_encoding(values, random), expected) << family.name << ' ' << count;
      }
    }
  }
}

TEST(Distribution, refuses_bytes_cut_short_anywhere) {
  std::vector<double> many(Distribution::exact_at_most + 1, 0.5);
  for (const auto& bytes : {encoding_of(distribution_of({0.1, 0.2})), encoding_of(distribution_of(many))}) {
    for (std::size_t size = 0; size < bytes.size(); ++size) {
      base::Decoder in{std::span(bytes).first(size)};
      Distribution into;
      EXPECT_FALSE(Distribution::merge_encoded(in, into)) << size;
    }
  }
}

TEST(Distribution, refuses_more_values_than_it_would_keep) {
  base::Buffer bytes;
  base::Encoder out(bytes);
  out.put_varint(Distribution::exact_at_most + 2);
  base::Decoder in(bytes);
  Distribution into;
  EXPECT_FALSE(Distribution::merge_encoded(in, into));
}

}  // namespace
}  // namespace winnow::reduce
