#include <gmock/gmock.h>

#include "study/study_folder.hpp"

namespace winnow::study {
namespace {

using test::StudyFolder;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(TopTable, takes_any_line_as_a_title) {
  EXPECT_THAT(StudyFolder("title = \"Größe: 都市 \\u00a0 + 10 %\"\n").errors(), IsEmpty());
}

TEST(TopTable, refuses_a_title_that_a_terminal_would_take_for_orders) {
  EXPECT_THAT(
      StudyFolder("title = \"one\\ntwo\"\n").errors(),
      ElementsAre("city.toml:1:1: title = \"one\\u000Atwo\" has control characters (it is one line for "
                  "people): take them out, line breaks as well"));
  EXPECT_THAT(StudyFolder("title = \"\\u001b[2J\"\n").errors(), testing::SizeIs(1));
  EXPECT_THAT(StudyFolder("title = \"\\u009b2J\"\n").errors(), testing::SizeIs(1));
}

}  // namespace
}  // namespace winnow::study
