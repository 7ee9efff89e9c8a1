#include "winnow/base/processes.hpp"

#include <gmock/gmock.h>

namespace winnow::base {
namespace {

using testing::ElementsAre;

TEST(AppendProcesses, reads_what_the_kernel_says_of_a_threads_children) {
  std::vector<pid_t> processes{7};
  append_processes("", processes);
  append_processes("11 4194304 ", processes);
  EXPECT_THAT(processes, ElementsAre(7, 11, 4194304));
}

TEST(AppendProcesses, names_nobody_for_what_is_no_number) {
  std::vector<pid_t> processes;
  append_processes("11 ?? 12 ", processes);
  EXPECT_THAT(processes, ElementsAre(11));
}

TEST(ProcessorTime, is_that_of_both_modes) {
  rusage usage{};
  usage.ru_utime = {3, 250'000};
  usage.ru_stime = {1, 750'001};
  EXPECT_DOUBLE_EQ(processor_time(usage).count, 5.000001);
}

}  // namespace
}  // namespace winnow::base
