#include "reduce/key_table.hpp"

#include <gtest/gtest.h>

#include <string>

namespace winnow::reduce {
namespace {

TEST(KeyTable, numbers_keys_in_order_of_first_appearance) {
  KeyTable table;
  EXPECT_EQ(table.id_of("b"), 0u);
  EXPECT_EQ(table.id_of("a"), 1u);
  EXPECT_EQ(table.id_of("b"), 0u);
  EXPECT_EQ(table.size(), 2u);
  EXPECT_EQ(table.key(0), "b");
  EXPECT_EQ(table.key(1), "a");
}

TEST(KeyTable, takes_any_bytes_for_a_key) {
  KeyTable table;
  EXPECT_EQ(table.id_of(""), 0u);
  EXPECT_EQ(table.id_of(std::string_view("\0", 1)), 1u);
  EXPECT_EQ(table.id_of(std::string_view("\0\0", 2)), 2u);
  EXPECT_EQ(table.id_of(""), 0u);
  EXPECT_EQ(table.key(2).size(), 2u);
}

TEST(KeyTable, keeps_its_numbers_while_it_grows) {
  KeyTable table;
  for (KeyTable::Id i = 0; i < 10'000; ++i) ASSERT_EQ(table.id_of("key " + std::to_string(i)), i);
  for (KeyTable::Id i = 0; i < 10'000; ++i) ASSERT_EQ(table.id_of("key " + std::to_string(i)), i);
  EXPECT_EQ(table.key(9'999), "key 9999");
}

TEST(KeyTable, begins_anew_after_clear) {
  KeyTable table;
  table.id_of("a");
  table.id_of("b");
  table.clear();
  EXPECT_EQ(table.size(), 0u);
  EXPECT_EQ(table.id_of("b"), 0u);
}

TEST(KeyTable, takes_little_more_memory_than_its_keys) {
  KeyTable table;
  constexpr std::uint64_t keys = 100'000;
  for (std::uint64_t i = 0; i < keys; ++i) table.id_of("0123456789" + std::to_string(100'000 + i));
  EXPECT_GE(table.memory().count, 16 * keys);
  EXPECT_LE(table.memory().count, 100 * keys);
}

}  // namespace
}  // namespace winnow::reduce
