#include <gmock/gmock.h>

#include "study/study_folder.hpp"

namespace winnow::study {
namespace {

using test::StudyFolder;
using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> errors_of(const std::string& least, const std::string& most) {
  return StudyFolder("[resources]\nmin_workers = " + least + "\nmax_workers = " + most + "\n").errors();
}

TEST(ResourcesTable, refuses_a_floor_above_the_ceiling) {
  EXPECT_THAT(
      errors_of("5", "4"),
      ElementsAre(
          "city.toml:2:1: min_workers = 5 is more than max_workers = 4 (no number of workers is both): "
          "lower resources.min_workers or raise resources.max_workers"));
  EXPECT_THAT(errors_of("\"cores\"", "\"cores/2\""), testing::SizeIs(1));
}

TEST(ResourcesTable, allows_a_floor_at_the_ceiling) {
  EXPECT_THAT(errors_of("4", "4"), IsEmpty());
  EXPECT_THAT(errors_of("\"cores/4\"", "\"cores\""), IsEmpty());
}

TEST(ResourcesTable, leaves_shares_beside_numbers_to_the_plan) {
  EXPECT_THAT(errors_of("64", "\"cores\""), IsEmpty());
  EXPECT_THAT(errors_of("\"cores\"", "2"), IsEmpty());
}

TEST(ResourcesTable, finds_a_floor_above_the_ceiling_across_layers) {
  Overrides overrides;
  overrides.sets = {"resources.max_workers=2"};
  EXPECT_THAT(StudyFolder("[resources]\nmin_workers = 3\n").errors(overrides),
              ElementsAre(testing::StartsWith("--set resources.max_workers: min_workers = 3 is more than")));
}

}  // namespace
}  // namespace winnow::study
