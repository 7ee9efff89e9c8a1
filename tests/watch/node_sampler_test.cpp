#include "winnow/watch/node_sampler.hpp"

#include <gtest/gtest.h>

#include "cluster/machine_tree.hpp"

namespace winnow::watch {
namespace {

using Q = Quantity;

Sample sample_of(const test::MachineTree& machine) {
  Sample sample;
  NodeSampler(machine.root()).take(sample);
  return sample;
}

TEST(NodeSampler, measures_the_group_that_sets_the_lowest_limit) {
  const test::MachineTree machine;
  machine.memory("1000", "600");
  machine.mount_v2("/job/step");
  machine.write("sys/fs/cgroup/job/step/memory.current", "100");
  machine.write("sys/fs/cgroup/job/memory.max", "5000");
  machine.write("sys/fs/cgroup/job/memory.current", "4000");
  machine.write("sys/fs/cgroup/job/memory.stat", "inactive_file 300\nactive_file 200");
  const auto sample = sample_of(machine);
  EXPECT_EQ(sample.bytes(Q::node_in_use), base::Bytes{3500});
  EXPECT_EQ(sample.bytes(Q::node_limit), base::Bytes{5000});
  EXPECT_EQ(sample.bytes(Q::node_available), base::kibibytes(600));
}

TEST(NodeSampler, measures_a_group_of_version_1) {
  const test::MachineTree machine;
  machine.mount_v1("/job");
  machine.write("sys/fs/cgroup/memory/job/memory.limit_in_bytes", "9000");
  machine.write("sys/fs/cgroup/memory/job/memory.usage_in_bytes", "8000");
  machine.write("sys/fs/cgroup/memory/job/memory.stat",
                "inactive_file 1\ntotal_inactive_file 1000\ntotal_active_file 500");
  const auto sample = sample_of(machine);
  EXPECT_EQ(sample.bytes(Q::node_in_use), base::Bytes{6500});
  EXPECT_EQ(sample.bytes(Q::node_limit), base::Bytes{9000});
}

TEST(NodeSampler, measures_the_node_where_no_group_sets_a_limit) {
  const test::MachineTree machine;
  machine.memory("1000", "600");
  machine.mount_v2("/job");
  machine.write("sys/fs/cgroup/job/memory.max", "max");
  const auto sample = sample_of(machine);
  EXPECT_EQ(sample.bytes(Q::node_in_use), base::kibibytes(400));
  EXPECT_EQ(sample.bytes(Q::node_limit), base::kibibytes(1000));
}

TEST(NodeSampler, sees_a_limit_that_is_moved_while_it_watches) {
  const test::MachineTree machine;
  machine.mount_v2("/job");
  machine.write("sys/fs/cgroup/job/memory.max", "5000");
  machine.write("sys/fs/cgroup/job/memory.current", "10");
  NodeSampler sampler(machine.root());
  machine.write("sys/fs/cgroup/job/memory.max", "6000");
  Sample sample;
  sampler.take(sample);
  EXPECT_EQ(sample.bytes(Q::node_limit), base::Bytes{6000});
}

TEST(NodeSampler, tells_how_much_swap_is_in_use) {
  const test::MachineTree machine;
  machine.write("proc/meminfo", "MemTotal: 9 kB\nSwapCached: 5 kB\nSwapTotal: 100 kB\nSwapFree: 30 kB");
  EXPECT_EQ(sample_of(machine).bytes(Q::node_swapped), base::kibibytes(70));
}

TEST(NodeSampler, takes_pressure_as_the_share_of_time_in_which_some_task_waited) {
  const test::MachineTree machine;
  machine.write("proc/pressure/memory", "some avg10=12.50 avg60=1.00 avg300=0.00 total=9\nfull avg10=3.00");
  machine.write("proc/pressure/io", "some avg10=0.00 avg60=0.00 avg300=0.00 total=0");
  const auto sample = sample_of(machine);
  EXPECT_EQ(sample[Q::memory_pressure], 0.125);
  EXPECT_EQ(sample[Q::io_pressure], 0.0);
  EXPECT_FALSE(sample[Q::cpu_pressure].has_value());
}

TEST(NodeSampler, prefers_the_pressure_of_the_group_that_limits) {
  const test::MachineTree machine;
  machine.mount_v2("/job");
  machine.write("sys/fs/cgroup/job/memory.max", "5000");
  machine.write("sys/fs/cgroup/job/memory.pressure", "some avg10=50.00 avg60=0");
  machine.write("proc/pressure/memory", "some avg10=1.00 avg60=0");
  machine.write("proc/pressure/cpu", "some avg10=2.00 avg60=0");
  const auto sample = sample_of(machine);
  EXPECT_EQ(sample[Q::memory_pressure], 0.5);
  EXPECT_EQ(sample[Q::cpu_pressure], 0.02);
}

TEST(NodeSampler, leaves_out_the_use_of_a_group_whose_file_cannot_be_read) {
  const test::MachineTree machine;
  machine.memory("1000", "600");
  machine.mount_v2("/job");
  machine.write("sys/fs/cgroup/job/memory.max", "5000");
  const auto without_file = sample_of(machine);
  EXPECT_FALSE(without_file[Q::node_in_use].has_value()) << "what the node uses is not what the group does";
  EXPECT_EQ(without_file.bytes(Q::node_limit), base::Bytes{5000});
  machine.write("sys/fs/cgroup/job/memory.current", "unknown");
  EXPECT_FALSE(sample_of(machine)[Q::node_in_use].has_value());
}

TEST(NodeSampler, leaves_everything_out_of_a_node_that_shows_nothing) {
  const auto sample = sample_of(test::MachineTree());
  for (const auto& text : all_quantities()) EXPECT_FALSE(sample[text.quantity].has_value()) << text.name;
}

TEST(NodeSampler, leaves_out_what_makes_no_sense) {
  const test::MachineTree machine;
  machine.memory("100", "600");
  machine.write("proc/pressure/memory", "some avg10=");
  const auto sample = sample_of(machine);
  EXPECT_FALSE(sample[Q::node_in_use].has_value());
  EXPECT_FALSE(sample[Q::memory_pressure].has_value());
}

}  // namespace
}  // namespace winnow::watch
