#include "winnow/program/hook.hpp"

#include <gmock/gmock.h>

#include <fstream>

#include "program/processes.hpp"
#include "support/temporary_folder.hpp"

namespace winnow::program {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class HookTest : public testing::Test {
 protected:
  /// With a script of the shell.
  std::unique_ptr<Hook> hook(const std::string& text, base::Seconds timeout = base::Seconds{10}) {
    return Hook::prepare({{"/bin/sh", "-c", text}, folder_.path(), timeout}, *spawner_, log_).value();
  }

  std::vector<std::string> lines(const std::string& name) {
    std::vector<std::string> all;
    std::ifstream file(folder_.path() / name);
    for (std::string line; std::getline(file, line);) all.push_back(line);
    return all;
  }

  test::TemporaryFolder folder_;
  std::unique_ptr<Spawner> spawner_ = started_spawner();
  base::MemoryLog log_;
};

TEST_F(HookTest, runs_the_command_for_each_call_in_their_order) {
  {
    const auto told = hook("echo $WINNOW_ALERT_RULE >> told");
    told->call({"WINNOW_ALERT_RULE=memory"});
    told->call({"WINNOW_ALERT_RULE=disk"});
  }
  EXPECT_THAT(lines("told"), ElementsAre("memory", "disk"));
  EXPECT_THAT(log_.notes(), IsEmpty());
}

TEST_F(HookTest, tells_once_of_a_command_that_fails) {
  {
    const auto fails = hook("echo no network >&2; exit 3");
    fails->call({});
    fails->call({});
  }
  ASSERT_EQ(log_.notes().size(), 1U);
  EXPECT_EQ(log_.notes()[0].level, base::Level::warning);
  EXPECT_THAT(log_.notes()[0].text, HasSubstr("/bin/sh has failed (exit status 3: no network"));
}

TEST_F(HookTest, kills_a_command_that_hangs) {
  hook("sleep 3600", base::Seconds{0.05})->call({});
  ASSERT_EQ(log_.notes().size(), 1U);
  EXPECT_THAT(log_.notes()[0].text, HasSubstr("no end after 0.05 s"));
}

TEST_F(HookTest, leaves_calls_out_that_come_faster_than_the_command_ends) {
  {
    const auto slow = hook("echo began >> told; sleep 3600", base::Seconds{0.05});
    slow->call({});
    comes_true([&] { return !lines("told").empty(); });
    for (int i = 0; i < 40; ++i) slow->call({});
  }
  EXPECT_LT(lines("told").size(), 30U);
  EXPECT_THAT(log_.notes().back().text, HasSubstr("it takes longer than its calls come"));
}

TEST_F(HookTest, refuses_a_command_that_cannot_be_run) {
  EXPECT_THAT(Hook::check({{"./no-such-program"}, folder_.path()}).error().text(),
              HasSubstr("there is no program"));
  EXPECT_THAT(Hook::check({{}, folder_.path()}).error().text(), HasSubstr("there is no command to run"));
  EXPECT_TRUE(Hook::check({{"sh"}, folder_.path()}));
}

}  // namespace
}  // namespace winnow::program
