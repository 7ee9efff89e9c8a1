#include "study/identifier.hpp"

#include <gtest/gtest.h>

namespace winnow::study {
namespace {

TEST(Identifier, is_what_expressions_take_for_a_name) {
  for (const auto* name : {"x", "ttl_2", "_", "Latency"}) EXPECT_TRUE(is_identifier(name)) << name;
  for (const auto* name : {"", "2x", "a b", "a-b", "a.b", "ä"}) EXPECT_FALSE(is_identifier(name)) << name;
}

TEST(Identifier, of_a_field_may_have_dots_and_hyphens) {
  for (const auto* name : {"delay.mean", "runs.0", "a-b", "2"}) EXPECT_TRUE(is_field_name(name)) << name;
  for (const auto* name : {"", "a b", "a<b"}) EXPECT_FALSE(is_field_name(name)) << name;
}

}  // namespace
}  // namespace winnow::study
