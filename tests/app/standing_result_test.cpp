#include "app/job/standing_result.hpp"

#include <gtest/gtest.h>

#include "app/campaign.hpp"

namespace winnow::app {
namespace {

class StandingResultTest : public testing::Test {
 protected:
  StandingResultTest() { campaign.write_result("city.h5"); }
  bool stands() const { return standing_result("city.h5", campaign.study()).has("reduce"); }

  Campaign campaign;
};

TEST_F(StandingResultTest, while_study_and_inputs_are_the_same) {
  EXPECT_TRUE(stands());
}

TEST_F(StandingResultTest, whatever_the_machine_may_use) {
  campaign.write_study("[resources]\nmax_workers = 1\n");
  EXPECT_TRUE(stands()) << "the answer does not depend on it";
}

TEST_F(StandingResultTest, not_when_the_study_asks_something_else) {
  campaign.write_study("statistics = [\"max\"]\n");
  EXPECT_FALSE(stands());
}

TEST_F(StandingResultTest, not_when_a_file_came_changed_or_went) {
  const auto more = campaign.write("C_stats.txt", "Message stats for scenario city\ncreated: 1\n");
  EXPECT_FALSE(stands());
  std::filesystem::remove(more);
  EXPECT_TRUE(stands());
  campaign.write("B_stats.txt", "Message stats for scenario city\ncreated: 12345\n");
  EXPECT_FALSE(stands());
  std::filesystem::remove("B_stats.txt");
  EXPECT_FALSE(stands());
}

TEST_F(StandingResultTest, not_when_the_file_is_missing_or_no_result) {
  EXPECT_FALSE(standing_result("town.h5", campaign.study()).is_of_study);
  const auto notes = campaign.write("notes.txt", "three months of work");
  EXPECT_FALSE(standing_result(notes, campaign.study()).is_of_study);
}

TEST_F(StandingResultTest, not_when_it_does_not_say_what_it_was_made_of) {
  { const store::Handle file(H5Fcreate("bare.h5", H5F_ACC_EXCL, H5P_DEFAULT, H5P_DEFAULT)); }
  EXPECT_FALSE(standing_result("bare.h5", campaign.study()).is_of_study);
}

}  // namespace
}  // namespace winnow::app
