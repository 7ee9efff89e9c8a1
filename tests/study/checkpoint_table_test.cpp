#include <gmock/gmock.h>

#include "study/study_folder.hpp"

namespace winnow::study {
namespace {

using test::StudyFolder;
using testing::ElementsAre;
using testing::HasSubstr;

TEST(CheckpointTable, keeps_a_checkpoint_a_minute_beside_the_result_unless_told_otherwise) {
  const auto checkpoint = StudyFolder("").study().checkpoint();
  EXPECT_EQ(checkpoint.interval.value(), base::Seconds{60});
  EXPECT_TRUE(checkpoint.path.is_word());
}

TEST(CheckpointTable, takes_an_interval_and_a_folder_or_none) {
  const auto checkpoint =
      StudyFolder("[checkpoint]\ninterval = \"10min\"\npath = \"/scratch\"\n").study().checkpoint();
  EXPECT_EQ(checkpoint.interval.value(), base::Seconds{600});
  EXPECT_EQ(checkpoint.path.value(), "/scratch");
  EXPECT_TRUE(StudyFolder("[checkpoint]\ninterval = \"none\"\n").study().checkpoint().interval.is_word());
}

TEST(CheckpointTable, refuses_an_interval_that_would_do_nothing_but_write) {
  EXPECT_THAT(StudyFolder("[checkpoint]\ninterval = \"1ms\"\n").errors(),
              ElementsAre(HasSubstr("checkpoint.interval = \"1ms\" is out of range")));
}

TEST(CheckpointTable, is_no_part_of_what_the_answer_depends_on) {
  const auto text = StudyFolder("[checkpoint]\ninterval = \"1s\"\n").study();
  EXPECT_THAT(text.effective_toml(), HasSubstr("[checkpoint]\ninterval = \"1s\""));
  EXPECT_THAT(text.answer_toml(), testing::Not(HasSubstr("checkpoint")));
}

}  // namespace
}  // namespace winnow::study
