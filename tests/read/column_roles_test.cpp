#include "read/column_roles.hpp"

#include <gtest/gtest.h>

#include <map>
#include <string>

namespace winnow::read {
namespace {

TEST(ColumnRoles, asks_once_for_each_column) {
  ColumnNames names;
  std::map<std::string, int, std::less<>> asked;
  ColumnRoles roles(names, {[&](std::string_view name) {
                              ++asked[std::string(name)];
                              return name == "x" ? Wish::by_name : Wish::no;
                            },
                            {}});
  const auto x = names.id_of("x");
  const auto y = names.id_of("y");
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(roles.of(y).numbers, Wish::no);
    EXPECT_EQ(roles.of(x).numbers, Wish::by_name);
  }
  EXPECT_EQ(asked["x"], 1);
  EXPECT_EQ(asked["y"], 1);
}

TEST(ColumnRoles, wants_every_column_of_numbers_unless_told_otherwise) {
  ColumnNames names;
  const ColumnRoles roles(names, {});
  EXPECT_EQ(roles.of_name("anything").numbers, Wish::if_numbers);
  EXPECT_FALSE(roles.of_name("anything").is_key());
}

TEST(ColumnRoles, wants_no_numbers_of_a_key_unless_it_is_asked_for_by_name) {
  ColumnNames names;
  const ColumnRoles roles(
      names, {[](std::string_view name) { return name == "n" ? Wish::by_name : Wish::if_numbers; },
              {{"ttl", FieldType::integer}, {"n", FieldType::integer}}});
  EXPECT_EQ(roles.of_name("ttl").numbers, Wish::no);
  EXPECT_EQ(roles.of_name("ttl").key, 0u);
  EXPECT_TRUE(roles.of_name("ttl").is_wanted());
  EXPECT_EQ(roles.of_name("n").numbers, Wish::by_name);
  EXPECT_EQ(roles.of_name("n").key, 1u);
}

}  // namespace
}  // namespace winnow::read
