#include "evolve/random_words.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace winnow::evolve {
namespace {

// The known-answer vectors that Random123 ships for philox4x32-10.
TEST(RandomWords, match_the_known_answers_of_philox) {
  WordRows rows;
  rows.make({0, Purpose{0}, 0}, 0, 1, 1);
  EXPECT_EQ(std::vector(rows.row(0).begin(), rows.row(0).end()),
            (std::vector<std::uint32_t>{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
  rows.make({0x299f31d0a4093822, Purpose{0x03}, 0x70734413198a2e}, 0x85a308d3, 1, 1);
  WordReader same({0x299f31d0a4093822, Purpose{0x03}, 0x70734413198a2e}, 0x85a308d3, {});
  for (const auto word : rows.row(0)) EXPECT_EQ(word, same.word());
}

TEST(RandomWords, of_an_individual_do_not_depend_on_how_many_are_made_at_once) {
  const StreamKey key{42, Purpose::trial, 7};
  WordRows all, one;
  all.make(key, 0, 23, 5);
  for (std::uint32_t i = 0; i < 23; ++i) {
    one.make(key, i, 1, 5);
    EXPECT_TRUE(std::ranges::equal(all.row(i), one.row(0)));
    one.make(key, i, 1, 2);
    EXPECT_TRUE(std::ranges::equal(all.row(i).first(8), one.row(0)));
  }
}

TEST(RandomWords, go_on_behind_those_made_in_advance) {
  const StreamKey key{42, Purpose::trial, 7};
  WordRows rows;
  rows.make(key, 3, 1, 1);
  WordReader with_some(key, 3, rows.row(0));
  WordReader with_none(key, 3, {});
  for (int i = 0; i < 50; ++i) EXPECT_EQ(with_some.word(), with_none.word());
}

TEST(RandomWords, differ_by_seed_purpose_number_and_individual) {
  const auto first = [](std::uint64_t seed, Purpose purpose, std::uint64_t number, std::uint32_t individual) {
    return WordReader({seed, purpose, number}, individual, {}).word();
  };
  const auto word = first(1, Purpose::trial, 2, 3);
  EXPECT_NE(word, first(2, Purpose::trial, 2, 3));
  EXPECT_NE(word, first(1, Purpose::init, 2, 3));
  EXPECT_NE(word, first(1, Purpose::trial, 3, 3));
  EXPECT_NE(word, first(1, Purpose::trial, 2, 4));
}

/// The largest distance between the distribution of n draws and the one expected: Kolmogorov's statistic ·
/// √n.
template <class Draw, class Distribution>
double kolmogorov(int n, Draw draw, Distribution distribution) {
  std::vector<double> values;
  for (int i = 0; i < n; ++i) values.push_back(draw());
  std::ranges::sort(values);
  double largest = 0;
  for (int i = 0; i < n; ++i) {
    const double expected = distribution(values[static_cast<std::size_t>(i)]);
    largest =
        std::max({largest, std::abs(expected - i / double(n)), std::abs(expected - (i + 1) / double(n))});
  }
  return largest * std::sqrt(n);
}

constexpr double unlikely =
    1.95;  // exceeded once in a thousand (Kolmogorov's distribution); the seed is fixed

TEST(RandomWords, are_uniform_normal_and_cauchy_as_asked) {
  constexpr int n = 100000;
  WordReader words({1, Purpose::trial, 0}, 0, {});
  const auto normal = [](double x) { return std::erfc(-x / std::sqrt(2.0)) / 2; };
  const auto cauchy = [](double x) { return 0.5 + std::atan(x) / 3.14159265358979; };
  EXPECT_LT(kolmogorov(
                n, [&] { return words.uniform(); }, [](double x) { return x; }),
            unlikely);
  EXPECT_LT(kolmogorov(
                n, [&] { return words.normal(); }, normal),
            unlikely);
  EXPECT_LT(kolmogorov(
                n, [&] { return words.cauchy(); }, cauchy),
            unlikely);
}

TEST(RandomWords, below_n_takes_every_value_below_n) {
  WordReader words({1, Purpose::trial, 0}, 0, {});
  std::vector<int> counts(7);
  for (int i = 0; i < 7000; ++i) ++counts.at(words.below(7));
  for (const int count : counts) EXPECT_NEAR(count, 1000, 5 * std::sqrt(1000.0));
}

}  // namespace
}  // namespace winnow::evolve
