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

}  // namespace
}  // namespace winnow::base
