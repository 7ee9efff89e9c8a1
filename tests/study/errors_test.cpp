#include "winnow/study/errors.hpp"

#include <gtest/gtest.h>

namespace winnow::study {
namespace {

TEST(Errors, are_one_text_with_a_line_each) {
  const Errors errors{{{"first", "", "mend it", {"f.toml", 2, 1}}, {"second", "because", "", {}}}};
  EXPECT_EQ(errors.text(), "f.toml:2:1: first: mend it\nsecond (because)");
}

}  // namespace
}  // namespace winnow::study
