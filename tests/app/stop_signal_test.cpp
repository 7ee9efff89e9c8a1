#include "app/run/stop_signal.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>

namespace winnow::app {
namespace {

// Each in a process of its own: a wish to stop cannot be taken back.

TEST(StopSignalDeathTest, turns_the_signals_of_schedulers_and_people_into_a_wish) {
  for (const int signal : {SIGTERM, SIGINT, SIGUSR1}) {
    EXPECT_EXIT(
        {
          const StopSignal stop;
          const bool before = stop.stop_requested();
          raise(signal);
          _Exit(!before && stop.stop_requested() ? 0 : 1);
        },
        testing::ExitedWithCode(0), "");
  }
}

TEST(StopSignalDeathTest, outlives_signal_after_signal) {
  EXPECT_EXIT(
      {
        const StopSignal stop;
        for (int i = 0; i < 3; ++i) raise(SIGTERM);
        _Exit(stop.stop_requested() ? 0 : 1);
      },
      testing::ExitedWithCode(0), "");
}

TEST(StopSignalDeathTest, leaves_other_signals_alone) {
  EXPECT_EXIT(
      {
        const StopSignal stop;
        raise(SIGUSR2);
        _Exit(0);
      },
      testing::KilledBySignal(SIGUSR2), "");
}

TEST(StopSignalDeathTest, is_heard_where_signals_were_ignored_before_and_are_again_after) {
  EXPECT_EXIT(
      {
        std::signal(SIGTERM, SIG_IGN);
        {
          const StopSignal stop;
          raise(SIGTERM);
        }
        raise(SIGTERM);
        _Exit(StopSignal::stop_requested() ? 0 : 1);
      },
      testing::ExitedWithCode(0), "");
}

TEST(StopSignalDeathTest, gives_the_signals_back_at_its_end) {
  EXPECT_EXIT(
      {
        { const StopSignal stop; }
        raise(SIGTERM);
        _Exit(0);
      },
      testing::KilledBySignal(SIGTERM), "");
}

}  // namespace
}  // namespace winnow::app
