#include "store/layout.hpp"

#include <gtest/gtest.h>

namespace winnow::store {
namespace {

TEST(DeflateLevel, is_the_one_asked_for) {
  EXPECT_EQ(deflate_level(base::gibibytes(2), 0), 0);
  EXPECT_EQ(deflate_level(base::Bytes{10}, 9), 9);
}

TEST(DeflateLevel, is_none_for_what_is_soon_written) {
  EXPECT_EQ(deflate_level(base::mebibytes(1023), std::nullopt), 0);
  EXPECT_EQ(deflate_level(base::gibibytes(1), std::nullopt), 1);
}

}  // namespace
}  // namespace winnow::store
