#include "winnow/base/log.hpp"

#include <gtest/gtest.h>

namespace winnow::base {
namespace {

TEST(MemoryLog, keeps_notes_in_order) {
  MemoryLog log;
  log.info("one");
  log.warning("two");
  const auto notes = log.notes();
  ASSERT_EQ(notes.size(), 2u);
  EXPECT_EQ(notes[0].text, "one");
  EXPECT_EQ(notes[1].level, Level::warning);
}

TEST(StderrLog, prints_one_line_a_note_from_its_level_up) {
  StderrLog log(Level::warning);
  testing::internal::CaptureStderr();
  log.info("not this");
  log.warning("two ranks on one core");
  log.error("lost");
  EXPECT_EQ(testing::internal::GetCapturedStderr(),
            "winnow: warning: two ranks on one core\nwinnow: error: lost\n");
}

}  // namespace
}  // namespace winnow::base
