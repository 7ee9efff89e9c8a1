#include "reduce/exact_mean.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <span>
#include <vector>

namespace winnow::reduce {
namespace {

base::Buffer part_of(const std::vector<double>& values) {
  Moments moments;
  for (const double value : values) moments.add(value);
  base::Buffer bytes;
  base::Encoder out(bytes);
  ExactMean::encode(moments, out);
  return bytes;
}

TEST(ExactMean, of_parts_is_the_mean_of_all_values_in_any_order) {
  const std::vector<std::vector<double>> parts{{1e300, 1}, {}, {-1e300, 0.1, NAN}, {1e-300}, {NAN}};
  Moments all;
  for (const auto& part : parts) {
    for (const double value : part) all.add(value);
  }
  ExactMean forwards, backwards;
  const auto add = [&parts](std::size_t part, ExactMean& mean) {
    const auto bytes = part_of(parts[part]);
    base::Decoder in(bytes);
    EXPECT_TRUE(mean.merge_encoded(in) && in.at_end());
  };
  for (std::size_t i = 0; i < parts.size(); ++i) {
    add(i, forwards);
    add(parts.size() - 1 - i, backwards);
  }
  for (const auto& mean : {forwards, backwards}) {
    EXPECT_EQ(mean.mean(), all.mean());
    EXPECT_EQ(mean.count(), 5u);
    EXPECT_EQ(mean.missing(), 2u);
  }
}

TEST(ExactMean, of_nothing_is_none) {
  EXPECT_TRUE(std::isnan(ExactMean().mean()));
  EXPECT_EQ(part_of({}).size(), 2u);
}

TEST(ExactMean, takes_no_part_that_is_cut_off) {
  const auto bytes = part_of({1, 2.5});
  EXPECT_LE(bytes.size(), 20u);
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    base::Decoder in{std::span(bytes).first(size)};
    EXPECT_FALSE(ExactMean().merge_encoded(in)) << size;
  }
}

}  // namespace
}  // namespace winnow::reduce
