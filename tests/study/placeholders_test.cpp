#include "study/placeholders.hpp"

#include <gmock/gmock.h>

namespace winnow::study {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Placeholders, are_names_between_braces) {
  EXPECT_THAT(placeholders_in("--a={a} {b_2}{c.d}"), ElementsAre("a", "b_2", "c.d"));
  EXPECT_THAT(placeholders_in("{{{a}"), ElementsAre("a"));
  EXPECT_THAT(placeholders_in("{ {a}"), ElementsAre("a"));
  EXPECT_THAT(placeholders_in("{{a} {b}"), ElementsAre("a", "b"));
}

TEST(Placeholders, leave_other_braces_alone) {
  for (const auto* text : {"{{a}}", "{a", "{}", "{ a }", "a}", "{", "x {{a}} y"}) {
    EXPECT_THAT(placeholders_in(text), IsEmpty()) << text;
  }
}

}  // namespace
}  // namespace winnow::study
