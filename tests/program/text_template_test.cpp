#include "program/text_template.hpp"

#include <gtest/gtest.h>

namespace winnow::program {
namespace {

const std::vector<std::string> names{"x", "delay.mean"};
const std::vector<std::string> values{"0.5", "3"};

std::string filled(std::string_view text) {
  const auto parsed = TextTemplate::parse(text, names);
  return parsed ? parsed->fill(values) : parsed.error().text();
}

TEST(TextTemplate, fills_placeholders) {
  EXPECT_EQ(filled("--x={x} {delay.mean}{x}"), "--x=0.5 30.5");
}

TEST(TextTemplate, doubled_braces_stand_for_themselves) {
  EXPECT_EQ(filled("{{x}} {{unknown}} {{{x}}} {{x}"), "{x} {unknown} {0.5} {x}");
}

TEST(TextTemplate, leaves_other_braces_alone) {
  for (const auto* text :
       {R"({"a": {"b": 1}})", "{", "}", "{}", "}}", "{ x }", "{x y}", "{x", "awk '{print $1}'"}) {
    EXPECT_EQ(filled(text), text);
  }
  EXPECT_EQ(filled(R"({"a": {"b": {x}}})"), R"({"a": {"b": 0.5}})");
}

TEST(TextTemplate, names_an_unknown_placeholder_with_its_place) {
  const auto parsed = TextTemplate::parse("one\ntwo {delay.meen}", names, "a.in");
  ASSERT_FALSE(parsed);
  EXPECT_EQ(parsed.error().text(),
            "a.in:2:5: unknown placeholder {delay.meen} (there is no parameter of that name): write "
            "{delay.mean}, or {{delay.meen}} for the braces themselves");
}

}  // namespace
}  // namespace winnow::program
