#include "report/file_template.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace winnow::report {
namespace {

std::string upper_braces(std::string_view field) {
  return "<" + std::string(field) + ">";
}

TEST(FileTemplate, fills_its_fields) {
  const auto name = FileTemplate::parse("{report}_{router}_{router}.txt");
  ASSERT_TRUE(name);
  EXPECT_THAT(name->fields(), testing::ElementsAre("report", "router"));
  EXPECT_EQ(name->fill(upper_braces), "<report>_<router>_<router>.txt");
}

TEST(FileTemplate, takes_doubled_braces_as_braces) {
  EXPECT_EQ(FileTemplate::parse("{{x}}{y}")->fill(upper_braces), "{x}<y>");
}

TEST(FileTemplate, points_at_what_is_wrong) {
  EXPECT_EQ(FileTemplate::parse("a_{b").error().place.column, 3);
  EXPECT_EQ(FileTemplate::parse("a}b").error().place.column, 2);
  EXPECT_EQ(FileTemplate::parse("a{}").error().text(),
            "bad name of files \"a{}\" (a field has no name at column 2): write {router}, say");
}

}  // namespace
}  // namespace winnow::report
