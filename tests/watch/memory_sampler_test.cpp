#include "winnow/watch/memory_sampler.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include "cluster/machine_tree.hpp"

namespace winnow::watch {
namespace {

TEST(MemorySampler, reads_what_a_process_holds_and_held_at_most) {
  const test::MachineTree machine;
  machine.write("proc/42/status", "Name:\tx\nVmPeak:\t  9000 kB\nVmHWM:\t    3000 kB\nVmRSS:\t    2000 kB");
  const auto memory = MemorySampler(machine.root()).process(42);
  ASSERT_TRUE(memory.has_value());
  EXPECT_EQ(memory->resident, base::kibibytes(2000));
  EXPECT_EQ(memory->peak_resident, base::kibibytes(3000));
}

TEST(MemorySampler, sees_this_process_as_others_do) {
  const MemorySampler sampler;
  const auto memory = sampler.process();
  ASSERT_TRUE(memory.has_value());
  EXPECT_GT(memory->resident, base::Bytes{0});
  EXPECT_GE(memory->peak_resident, memory->resident);
  EXPECT_TRUE(sampler.process(getpid()).has_value());
}

TEST(MemorySampler, gives_nothing_of_a_process_that_is_gone_or_has_no_memory) {
  const test::MachineTree machine;
  machine.write("proc/2/status", "Name:\tkthreadd");
  EXPECT_FALSE(MemorySampler(machine.root()).process(1).has_value());
  EXPECT_FALSE(MemorySampler(machine.root()).process(2).has_value());
}

TEST(MemorySampler, measures_the_group_that_sets_the_lowest_limit) {
  const test::MachineTree machine;
  machine.memory("1000", "600");
  machine.mount_v2("/job/step");
  machine.write("sys/fs/cgroup/job/step/memory.current", "100");
  machine.write("sys/fs/cgroup/job/memory.max", "5000");
  machine.write("sys/fs/cgroup/job/memory.current", "4000");
  machine.write("sys/fs/cgroup/job/memory.stat", "inactive_file 300\nactive_file 200");
  EXPECT_EQ(MemorySampler(machine.root()).node(), base::Bytes{3500});
}

TEST(MemorySampler, measures_the_node_where_no_group_sets_a_limit) {
  const test::MachineTree machine;
  machine.memory("1000", "600");
  machine.mount_v2("/job");
  machine.write("sys/fs/cgroup/job/memory.max", "max");
  EXPECT_EQ(MemorySampler(machine.root()).node(), base::kibibytes(400));
}

TEST(MemorySampler, gives_nothing_of_a_node_that_shows_nothing) {
  const test::MachineTree machine;
  EXPECT_FALSE(MemorySampler(machine.root()).node().has_value());
}

}  // namespace
}  // namespace winnow::watch
