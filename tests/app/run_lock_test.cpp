#include "app/run/run_lock.hpp"

#include <gmock/gmock.h>

#include <fstream>
#include <optional>
#include <thread>

#include "support/temporary_folder.hpp"
#include "winnow/base/error.hpp"

namespace winnow::app {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr base::Seconds no_patience{0};

class RunLockTest : public testing::Test {
 protected:
  std::string refusal() {
    try {
      const RunLock second(checkpoint_, log_, no_patience);
    } catch (const base::Failure& failure) {
      return failure.what();
    }
    return "";
  }

  test::TemporaryFolder folder_;
  std::filesystem::path checkpoint_ = folder_.path() / "checkpoint";
  base::MemoryLog log_;
};

TEST_F(RunLockTest, holds_others_off_while_it_lives) {
  std::optional<RunLock> first(std::in_place, checkpoint_, log_);
  EXPECT_THAT(refusal(), HasSubstr("another run is at work with " + checkpoint_.string() + " (process "));
  const RunLock elsewhere(folder_.path() / "another", log_, no_patience);
  first.reset();
  EXPECT_EQ(refusal(), "");
}

TEST_F(RunLockTest, says_whom_it_waits_for_and_goes_on_when_that_has_ended) {
  std::optional<RunLock> first(std::in_place, checkpoint_, log_);
  EXPECT_THAT(log_.notes(), IsEmpty());
  std::thread second([&] { const RunLock lock(checkpoint_, log_, base::Seconds{60}); });
  while (log_.notes().empty()) std::this_thread::yield();
  first.reset();
  second.join();
  ASSERT_THAT(log_.notes(), SizeIs(1));
  EXPECT_THAT(log_.notes().front().text,
              AllOf(HasSubstr("another run is at work with " + checkpoint_.string() + " (process "),
                    HasSubstr("): waiting up to 1 min 0 s for its end")));
}

TEST_F(RunLockTest, leaves_nothing_and_is_held_off_by_nothing_that_a_killed_run_has_left) {
  auto file = checkpoint_;
  file += ".lock";
  std::ofstream(file) << "process 1 on gone";
  { const RunLock lock(checkpoint_, log_, no_patience); }
  EXPECT_TRUE(std::filesystem::is_empty(folder_.path()));
}

TEST_F(RunLockTest, is_of_no_use_where_there_can_be_no_file_and_says_nothing) {
  EXPECT_NO_THROW(RunLock("/no/such/folder/checkpoint", log_, no_patience));
}

}  // namespace
}  // namespace winnow::app
