#include "winnow/base/user_folders.hpp"

#include <gtest/gtest.h>

#include "support/variable.hpp"

namespace winnow::base {
namespace {

using test::Variable;

TEST(UserStateFolder, is_where_the_state_of_programs_goes) {
  const Variable home("HOME", "/home/ada");
  const Variable state("XDG_STATE_HOME", "/state");
  EXPECT_EQ(user_state_folder(), "/state/winnow");
  const Variable relative("XDG_STATE_HOME", "state");
  EXPECT_EQ(user_state_folder(), "/home/ada/.local/state/winnow");
}

TEST(UserStateFolder, is_none_where_nothing_absolute_is_named) {
  const Variable state("XDG_STATE_HOME", "");
  const Variable home("HOME", "home/ada");
  EXPECT_EQ(user_state_folder(), "");
}

}  // namespace
}  // namespace winnow::base
