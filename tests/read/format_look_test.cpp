#include "read/format_look.hpp"

#include <gtest/gtest.h>

#include <string>

#include "read/piecewise.hpp"

namespace winnow::read {
namespace {

/// What "auto" takes a text for; the reason if it refuses it.
std::string look_at(std::string_view text, const Dialect& dialect = {}) {
  TextReader reader(dialect);
  const auto given = reader.read(text);
  return given.failure.empty() ? reader.format() : given.failure;
}

TEST(AutoFormat, takes_csv_for_csv) {
  EXPECT_EQ(look_at("time,value\n2026-01-01 12:30:00,5\n2026-01-01 12:31:00,6\n"), "csv");
  EXPECT_EQ(look_at("full name,age\nJohn Doe,5\nJane Roe,6\n"), "csv");
  EXPECT_EQ(look_at("time\tvalue\n1\t2\n3\t4\n"), "csv");
  EXPECT_EQ(look_at("label,note\nx,foo: 3\ny,bar: 4\n"), "csv");
  EXPECT_EQ(look_at("x;y\n1,5;2,5\n"), "csv");
  EXPECT_EQ(look_at("\"a\nb\",c\n\"1\",2\n"), "csv");
  EXPECT_EQ(look_at("x,y\n1,2\nbroken\n3,4\n"), "csv");
  EXPECT_EQ(look_at("1,2\n3,4\n", {.names = {"x", "y"}}), "csv");
}

TEST(AutoFormat, takes_tables_for_tables) {
  EXPECT_EQ(look_at("# time delay\n31.0 0.004\n57.4 0.008\n"), "table");
  EXPECT_EQ(look_at("0.0 191\n1.0 1720\n"), "table");
  EXPECT_EQ(look_at("1\t2\n3\t4\n"), "table");
  EXPECT_EQ(look_at("1 x,y 3\n2 z,w 4\n"), "table");
  EXPECT_EQ(look_at("5.1 w94: 3\n6.2 c7: 1\n"), "table");
  EXPECT_EQ(look_at("1 2\n3 4\n", {.names = {"x", "y"}}), "table");
}

TEST(AutoFormat, takes_reports_for_reports) {
  EXPECT_EQ(look_at("Message stats for scenario city, 5 s\nsim_time: 7200.0\ncreated: 242\n"), "key-value");
  EXPECT_EQ(look_at("# a b\nx: 1\n"), "key-value");
}

TEST(AutoFormat, refuses_what_is_none_of_them) {
  EXPECT_EQ(look_at("Dear reader,\nthis file has no numbers\nand no columns.\n"), "no known format");
  EXPECT_EQ(look_at("1,2\n3,4\n"), "no known format");
  EXPECT_EQ(look_at("word\n"), "no known format");
  EXPECT_EQ(look_at(std::string(300'000, '7') + "x"), "no known format");
}

TEST(AutoFormat, is_overruled_by_the_dialect) {
  EXPECT_EQ(look_at("delay\n1\n2\n", {.format = "csv"}), "csv");
  EXPECT_EQ(look_at("a,b\n", {.format = "table"}), "table");
}

TEST(FittingDelimiter, is_the_one_of_the_most_fields) {
  EXPECT_EQ(fitting_delimiter({"a;b,c;d\n1;2,3;4\n", true}, {}), ';');
  EXPECT_EQ(fitting_delimiter({"a b\n1 2\n", true}, {}), std::nullopt);
  EXPECT_EQ(fitting_delimiter({"a b\n1 2\n", true}, {.delimiter = " "}), ' ');
}

}  // namespace
}  // namespace winnow::read
