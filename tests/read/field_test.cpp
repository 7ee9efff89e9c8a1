#include "winnow/read/field.hpp"

#include <gtest/gtest.h>

#include <string>

namespace winnow::read {
namespace {

TEST(ParseField, reads_each_type) {
  EXPECT_EQ(parse_field(FieldType::text, " a"), FieldValue(std::string(" a")));
  EXPECT_EQ(parse_field(FieldType::text, ""), FieldValue(std::string()));
  EXPECT_EQ(parse_field(FieldType::integer, "-60"), FieldValue(std::int64_t{-60}));
  EXPECT_EQ(parse_field(FieldType::real, "1e-3"), FieldValue(1e-3));
  EXPECT_EQ(parse_field(FieldType::size, "5MiB"), FieldValue(std::int64_t{5 << 20}));
  EXPECT_EQ(parse_field(FieldType::duration, "1.5min"), FieldValue(90.0));
}

TEST(ParseField, gives_nothing_for_what_is_not_of_the_type) {
  for (const auto type : {FieldType::integer, FieldType::real, FieldType::size, FieldType::duration}) {
    for (const auto* text : {"", "x", "inf", "nan", "0x10"}) EXPECT_FALSE(parse_field(type, text)) << text;
  }
  EXPECT_FALSE(parse_field(FieldType::integer, "1.5"));
  EXPECT_FALSE(parse_field(FieldType::size, "-5M"));
}

TEST(ParseField, uses_the_memory_of_a_text_again) {
  FieldValue value = std::string(1000, 'x');
  const auto* memory = std::get<std::string>(value).data();
  ASSERT_TRUE(parse_field(FieldType::text, "short", value));
  EXPECT_EQ(std::get<std::string>(value).data(), memory);
}

TEST(NotOfType, names_the_type_as_patterns_do) {
  EXPECT_EQ(not_of_type(FieldType::integer), "not an int");
  EXPECT_EQ(not_of_type(FieldType::real), "not a float");
  EXPECT_EQ(not_of_type(FieldType::size), "not a size");
  EXPECT_EQ(not_of_type(FieldType::duration), "not a duration");
}

}  // namespace
}  // namespace winnow::read
