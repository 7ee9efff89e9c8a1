#include "winnow/base/log.hpp"

#include <gmock/gmock.h>

#include "support/temporary_folder.hpp"
#include "winnow/base/file.hpp"

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

TEST(FileLog, appends_a_line_a_note_with_time_and_author) {
  const test::TemporaryFolder folder;
  const auto path = folder.path() / "city.log";
  for (const auto* author : {"rank 0", "rank 1"}) {
    const auto log = FileLog::open(path, author).value();
    log->info("going on");
    log->warning("two ranks on one core");
  }
  const std::string time = "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z";
  EXPECT_THAT(read_file(path).value(), testing::MatchesRegex(time + " rank 0: going on\n" + time +
                                                             " rank 0: warning: two ranks on one core\n" +
                                                             time + " rank 1: going on\n" + time +
                                                             " rank 1: warning: two ranks on one core\n"));
}

TEST(FileLog, says_why_a_file_cannot_be_written) {
  EXPECT_EQ(FileLog::open("/no/such/folder/city.log", "rank 0").error().text(),
            "cannot write /no/such/folder/city.log (No such file or directory)");
}

TEST(FileLog, says_why_a_line_cannot_be_written) {
  const auto log = FileLog::open("/dev/full", "rank 0").value();
  log->info("dropped");
  const auto written = log->write(Level::info, "told of");
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().text(), "cannot write /dev/full (No space left on device)");
}

}  // namespace
}  // namespace winnow::base
