#include "reduce/field_key.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace winnow::reduce {
namespace {

using read::FieldType;
using read::FieldValue;

std::string key_of(const std::vector<FieldValue>& values) {
  std::string key;
  for (const auto& value : values) append_to_key(value, key);
  return key;
}

TEST(FieldKey, gives_back_what_was_put_in) {
  const std::vector<FieldValue> values{std::string("Prophet"), std::int64_t{-7}, 2.5, std::string()};
  const auto key = key_of(values);
  std::string_view rest = key;
  EXPECT_EQ(take_from_key(FieldType::text, rest), KeyValue("Prophet"));
  EXPECT_EQ(take_from_key(FieldType::size, rest), KeyValue(std::int64_t{-7}));
  EXPECT_EQ(take_from_key(FieldType::duration, rest), KeyValue(2.5));
  EXPECT_EQ(take_from_key(FieldType::text, rest), KeyValue(""));
  EXPECT_TRUE(rest.empty());
}

TEST(FieldKey, orders_integers_by_size) {
  constexpr auto least = std::numeric_limits<std::int64_t>::min();
  constexpr auto largest = std::numeric_limits<std::int64_t>::max();
  std::vector<std::string> keys;
  for (const std::int64_t value : {least, std::int64_t{-256}, std::int64_t{-1}, std::int64_t{0},
                                   std::int64_t{1}, std::int64_t{255}, std::int64_t{256}, largest}) {
    keys.push_back(key_of({value}));
  }
  EXPECT_TRUE(std::ranges::is_sorted(keys, std::less_equal()));
}

TEST(FieldKey, orders_reals_by_size) {
  std::vector<std::string> keys;
  for (const double value : {-1e300, -2.0, -1.0, -1e-300, 0.0, 5e-324, 0.1, 1.0, 1e300}) {
    keys.push_back(key_of({value}));
  }
  EXPECT_TRUE(std::ranges::is_sorted(keys, std::less_equal()));
}

TEST(FieldKey, orders_text_by_bytes_and_a_beginning_before_the_whole) {
  EXPECT_LT(key_of({std::string("Epidemic")}), key_of({std::string("Prophet")}));
  EXPECT_LT(key_of({std::string("Spray")}), key_of({std::string("SprayAndWait")}));
  EXPECT_LT(key_of({std::string("z")}), key_of({std::string("\xc3\xa4")}));
}

TEST(FieldKey, orders_tuples_by_their_first_difference) {
  EXPECT_LT(key_of({std::string("a"), std::int64_t{9}}), key_of({std::string("ab"), std::int64_t{1}}));
  EXPECT_LT(key_of({std::string("a"), std::int64_t{1}}), key_of({std::string("a"), std::int64_t{2}}));
}

}  // namespace
}  // namespace winnow::reduce
