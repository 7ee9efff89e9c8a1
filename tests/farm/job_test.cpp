#include "winnow/farm/job.hpp"

#include <gtest/gtest.h>

namespace winnow::farm {
namespace {

TEST(FailureKind, has_a_name_for_reports) {
  EXPECT_EQ(name_of(FailureKind::error), "error");
  EXPECT_EQ(name_of(FailureKind::timeout), "timeout");
  EXPECT_EQ(name_of(FailureKind::worker_lost), "worker lost");
}

}  // namespace
}  // namespace winnow::farm
