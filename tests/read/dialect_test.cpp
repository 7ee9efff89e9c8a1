#include "winnow/read/dialect.hpp"

#include <gtest/gtest.h>

#include <string>

namespace winnow::read {
namespace {

/// What check() says; "" if the dialect is good.
std::string verdict(const Dialect& dialect) {
  const auto checked = check(dialect);
  return checked ? "" : checked.error().text();
}

TEST(Dialect, is_good_by_default) {
  EXPECT_EQ(verdict({}), "");
  EXPECT_EQ(Dialect{}.longest_record(), base::kibibytes(256));
}

TEST(Dialect, takes_one_byte_for_a_delimiter) {
  for (const std::string delimiter : {",", ";", "\t", "|", " ", ":", "~", "#"})
    EXPECT_EQ(verdict({.delimiter = delimiter}), "");
  EXPECT_EQ(verdict({.delimiter = ", "}),
            "bad delimiter \", \" (it is not one byte): write one byte, as \";\", or \"auto\"");
  EXPECT_NE(verdict({.delimiter = ""}), "");
  EXPECT_NE(verdict({.delimiter = std::string(1, '\0')}), "");
  for (const std::string delimiter : {"\"", "\n", "\r", "5", "e", "E", ".", "+", "-"}) {
    EXPECT_NE(verdict({.delimiter = delimiter}), "") << delimiter;
  }
}

TEST(Dialect, refuses_names_that_are_empty_or_repeated) {
  EXPECT_EQ(verdict({.names = {"a", "b"}}), "");
  EXPECT_EQ(verdict({.names = {"a", ""}}), "a column's name is empty: give the column a name");
  EXPECT_EQ(verdict({.names = {"a", "b", "a"}}), "two columns are named \"a\": give each its own name");
}

TEST(Dialect, bounds_the_longest_field) {
  EXPECT_EQ(verdict({.max_field = {1}}), "");
  EXPECT_EQ(verdict({.max_field = base::mebibytes(16)}), "");
  EXPECT_NE(verdict({.max_field = {0}}), "");
  EXPECT_EQ(verdict({.max_field = base::mebibytes(17)}),
            "max_field is 17 MiB (four times as much is held in memory): write a size from 1 B to 16 MiB");
}

TEST(Dialect, refuses_an_unknown_format) {
  EXPECT_EQ(verdict({.format = "cvs"}),
            "unknown format \"cvs\" (known are auto, key-value, csv and table): write \"csv\"");
}

}  // namespace
}  // namespace winnow::read
