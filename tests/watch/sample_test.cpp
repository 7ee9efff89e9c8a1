#include "winnow/watch/sample.hpp"

#include <gtest/gtest.h>

#include <set>

namespace winnow::watch {
namespace {

TEST(Quantity, each_has_a_name_of_its_own_by_which_it_is_found) {
  std::set<std::string_view> names;
  for (const auto& text : all_quantities()) {
    EXPECT_TRUE(names.insert(text.name).second) << text.name;
    EXPECT_EQ(quantity_named(text.name), text.quantity);
    EXPECT_EQ(text_of(text.quantity).name, text.name);
    EXPECT_FALSE(text.long_name.empty());
  }
  EXPECT_FALSE(quantity_named("rss").has_value());
}

TEST(Sample, has_nothing_until_it_is_set) {
  const Sample sample(base::Seconds{3});
  EXPECT_EQ(sample.time, base::Seconds{3});
  for (const auto& text : all_quantities()) EXPECT_FALSE(sample[text.quantity].has_value()) << text.name;
  EXPECT_TRUE(std::isnan(sample.value_or_nan(Quantity::threads)));
}

TEST(Sample, tells_zero_from_absent) {
  Sample sample;
  sample.set(Quantity::swapped, base::Bytes{0});
  EXPECT_EQ(sample.bytes(Quantity::swapped), base::Bytes{0});
  sample.set(Quantity::swapped, std::optional<base::Bytes>());
  EXPECT_FALSE(sample.bytes(Quantity::swapped).has_value());
}

TEST(Sample, gives_bytes_and_seconds_in_their_units) {
  Sample sample;
  sample.set(Quantity::resident, base::mebibytes(3));
  sample.set(Quantity::cpu_time, base::Seconds{1.5});
  EXPECT_EQ(sample[Quantity::resident], 3.0 * (1 << 20));
  EXPECT_EQ(sample.bytes(Quantity::resident), base::mebibytes(3));
  EXPECT_EQ(sample.seconds(Quantity::cpu_time), base::Seconds{1.5});
}

}  // namespace
}  // namespace winnow::watch
