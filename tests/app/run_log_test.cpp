#include "app/run/run_log.hpp"

#include <gmock/gmock.h>

#include "support/temporary_folder.hpp"
#include "winnow/base/file.hpp"

namespace winnow::app {
namespace {

using testing::EndsWith;
using testing::HasSubstr;

TEST(RunLog, passes_on_what_is_severe_enough_and_keeps_all) {
  const test::TemporaryFolder folder;
  base::MemoryLog screen;
  RunLog log(screen, base::Level::info);
  log.info("begun");
  ASSERT_TRUE(log.keep(folder.path() / "a.log", "rank 2"));
  log.pass_on(base::Level::warning);
  log.info("going on");
  log.warning("slow");
  ASSERT_EQ(screen.notes().size(), 2U);
  EXPECT_EQ(screen.notes()[0].text, "begun");
  EXPECT_EQ(screen.notes()[1].text, "slow");
  const auto kept = base::read_file(folder.path() / "a.log").value();
  EXPECT_THAT(kept, HasSubstr(" rank 2: going on\n"));
  EXPECT_THAT(kept, EndsWith(" rank 2: warning: slow\n"));
}

TEST(RunLog, says_what_to_do_about_a_file_that_cannot_be_written) {
  base::MemoryLog screen;
  RunLog log(screen, base::Level::info);
  EXPECT_EQ(
      log.keep("/no/such/folder/a.log", "rank 0").error().text(),
      "cannot write /no/such/folder/a.log (No such file or directory): name a file in watch.log that can "
      "be written, or leave it out");
}

TEST(RunLog, warns_once_if_the_file_cannot_be_written_any_longer) {
  base::MemoryLog screen;
  RunLog log(screen, base::Level::warning);
  ASSERT_TRUE(log.keep("/dev/full", "rank 2"));
  log.info("going on");
  log.info("still going on");
  ASSERT_EQ(screen.notes().size(), 1U);
  EXPECT_EQ(screen.notes()[0].level, base::Level::warning);
  EXPECT_EQ(
      screen.notes()[0].text,
      "the log lacks what rank 2 says: cannot write /dev/full (No space left on device): name a file in "
      "watch.log that can be written, or leave it out");
}

}  // namespace
}  // namespace winnow::app
