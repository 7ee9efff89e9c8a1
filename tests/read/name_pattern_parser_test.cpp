#include "read/name_pattern_parser.hpp"

#include <gtest/gtest.h>

namespace winnow::read {
namespace {

/// The refusal of a pattern, as "column: text".
std::string refusal(std::string_view pattern) {
  const auto parsed = NamePattern::parse(pattern);
  if (parsed) return "";
  return std::to_string(parsed.error().place.column) + ": " + parsed.error().text();
}

TEST(NamePattern, knows_its_fields_in_order) {
  const auto pattern =
      NamePattern::parse("{scenario}_seed{seed:int}_{*}{{x}}_{load:float}_{buffer:size}_{ttl:duration}");
  ASSERT_TRUE(pattern) << pattern.error().text();
  const auto& fields = pattern->fields();
  ASSERT_EQ(fields.size(), 5u);
  EXPECT_EQ(fields[0].name, "scenario");
  EXPECT_EQ(fields[0].type, FieldType::text);
  EXPECT_EQ(fields[1].type, FieldType::integer);
  EXPECT_EQ(fields[2].type, FieldType::real);
  EXPECT_EQ(fields[3].name, "buffer");
  EXPECT_EQ(fields[3].unit(), "B");
  EXPECT_EQ(fields[4].unit(), "s");
  EXPECT_EQ(fields[1].unit(), "");
}

TEST(NamePattern, rejects_an_empty_pattern) {
  EXPECT_EQ(refusal(""), "1: the name pattern is empty: write at least one character");
}

TEST(NamePattern, rejects_an_unclosed_brace) {
  EXPECT_EQ(refusal("run_{seed"),
            "5: \"{seed\" has no closing brace: close it with }, or write {{ for a brace itself");
  EXPECT_EQ(refusal("{a_{b}"),
            "1: \"{a_\" has no closing brace: close it with }, or write {{ for a brace itself");
}

TEST(NamePattern, rejects_a_closing_brace_alone) {
  EXPECT_EQ(refusal("a}"), "2: a closing brace without its opening one: write }} for a brace itself");
}

TEST(NamePattern, names_the_nearest_of_an_unknown_type) {
  EXPECT_EQ(refusal("s{seed:imt}"),
            "8: unknown type \"imt\" of field \"seed\" (types are text, int, float, size and duration): "
            "write {seed:int}");
  EXPECT_EQ(refusal("{seed:}"),
            "7: unknown type \"\" of field \"seed\" (types are text, int, float, size and duration): "
            "write one of them");
}

TEST(NamePattern, rejects_a_field_without_a_name) {
  EXPECT_EQ(refusal("a_{}"), "3: a field without a name: name it, or write {*} to ignore what stands there");
  EXPECT_EQ(refusal("{:int}"),
            "1: a field without a name: name it, or write {*} to ignore what stands there");
}

TEST(NamePattern, rejects_a_repeated_field_name) {
  EXPECT_EQ(refusal("{a}_{a}"),
            "5: field \"a\" stands twice: rename one, or write {*} to ignore what stands there");
}

TEST(NamePattern, rejects_a_field_name_of_other_characters) {
  EXPECT_EQ(refusal("{a/b}"), "1: \"a/b\" is no name for a field: use letters, digits, '_', '-' and '.'");
  EXPECT_EQ(refusal("{a b}"), "1: \"a b\" is no name for a field: use letters, digits, '_', '-' and '.'");
  EXPECT_EQ(refusal("{größe-1.x_Y}"), "");
}

TEST(NamePattern, rejects_fields_with_nothing_between_them) {
  EXPECT_EQ(refusal("x{a}{b:int}.txt"),
            "5: nothing stands between {a} and {b:int} (where one ends and the other begins cannot be told): "
            "put text between them, or make them one field");
  EXPECT_EQ(refusal("{a}{*}").substr(0, 3), "4: ");
}

TEST(NamePattern, rejects_a_type_of_what_is_ignored) {
  EXPECT_EQ(refusal("{*:int}"), "1: {*} takes no type (what it matches is forgotten): give the field a name");
}

}  // namespace
}  // namespace winnow::read
