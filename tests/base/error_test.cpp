#include "winnow/base/error.hpp"

#include <gtest/gtest.h>

#include <cerrno>

namespace winnow::base {
namespace {

TEST(Error, reads_as_place_problem_why_advice) {
  const Error error{"unknown key \"grup_by\"", "not in [reduce]", "write \"group_by\"", {"city.toml", 12, 3}};
  EXPECT_EQ(error.text(), "city.toml:12:3: unknown key \"grup_by\" (not in [reduce]): write \"group_by\"");
}

TEST(Error, leaves_out_what_is_not_known) {
  EXPECT_EQ((Error{"no files matched", "", "", {}}.text()), "no files matched");
  EXPECT_EQ((Error{"bad", "", "", {"a.txt", 7, 0}}.text()), "a.txt:7: bad");
  EXPECT_EQ((Error{"bad", "", "", {"", 7, 2}}.text()), "line 7:2: bad");
}

TEST(Failure, carries_the_error_and_the_exit_status) {
  const Result<int> failed = fail("no", "because", "do");
  try {
    (void)value_or_throw(failed, ExitStatus::stopped_early);
    FAIL() << "did not throw";
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.status(), ExitStatus::stopped_early);
    EXPECT_STREQ(failure.what(), "no (because): do");
  }
  EXPECT_EQ(value_or_throw(Result<int>(3)), 3);
}

TEST(Error, says_what_the_system_says) {
  EXPECT_EQ(system_words(ENOENT), "No such file or directory");
}

}  // namespace
}  // namespace winnow::base
