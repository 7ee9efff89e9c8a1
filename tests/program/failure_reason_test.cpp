#include "program/failure_reason.hpp"

#include <gtest/gtest.h>

namespace winnow::program {
namespace {

TEST(FailureReason, has_the_last_lines_of_standard_error) {
  EXPECT_EQ(with_errors("exit status 1", {"", 0}), "exit status 1");
  EXPECT_EQ(with_errors("exit status 1", {"\n \n", 0}), "exit status 1");
  EXPECT_EQ(with_errors("exit status 1", {"one\ntwo\n\n  three\r\nfour", 0}),
            "exit status 1: two | three | four");
}

TEST(FailureReason, each_end_has_a_kind) {
  ProcessEnd end;
  end.kind = ProcessEnd::Kind::signalled;
  EXPECT_EQ(failure_kind(end), FailureKind::signal);
  end.kind = ProcessEnd::Kind::timed_out;
  EXPECT_EQ(failure_kind(end), FailureKind::timeout);
  EXPECT_EQ(name_of(FailureKind::exit_status), "exit_status");
  EXPECT_EQ(name_of(FailureKind::cancelled), "cancelled");
}

}  // namespace
}  // namespace winnow::program
