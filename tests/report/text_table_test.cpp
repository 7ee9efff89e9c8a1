#include "report/text_table.hpp"

#include <gtest/gtest.h>

namespace winnow::report {
namespace {

TextColumn column(std::string header, std::vector<std::string> cells, bool key = false) {
  return {.header = std::move(header), .unit = {}, .right = !key, .key = key, .cells = std::move(cells)};
}

TEST(TextTable, aligns_text_to_the_left_and_numbers_to_the_right) {
  auto delay = column("delay", {"1 ± 2", "100"});
  delay.unit = "s";
  EXPECT_EQ(text_table({column("router", {"a", "long router"}, true), delay}, 80),
            "router       delay\n"
            "               [s]\n"
            "a            1 ± 2\n"
            "long router    100\n");
}

TEST(TextTable, repeats_the_keys_in_every_block) {
  const auto text = text_table(
      {column("k", {"a"}, true), column("one", {"1"}), column("two", {"2"}), column("three", {"3"})}, 11);
  EXPECT_EQ(text,
            "k  one  two\n"
            "a    1    2\n"
            "\n"
            "k  three\n"
            "a      3\n");
}

TEST(TextTable, shows_at_least_one_column_however_narrow) {
  EXPECT_EQ(text_table({column("key", {"a"}, true), column("value", {"1"})}, 1), "key  value\na        1\n");
}

TEST(TextTable, tells_of_the_rows_left_out) {
  EXPECT_EQ(text_table({column("k", {"a", "z"}, true)}, 80, 1, "… 24 more"), "k\na\n… 24 more\nz\n");
}

}  // namespace
}  // namespace winnow::report
