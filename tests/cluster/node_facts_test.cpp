#include "winnow/cluster/node_facts.hpp"

#include <gtest/gtest.h>

#include "cluster/machine_tree.hpp"

namespace winnow::cluster {
namespace {

Environment environment_of(const test::MachineTree& machine) {
  Environment environment;
  environment.hostname = "node1";
  environment.root = machine.root();
  environment.topology = SyntheticTopology{"pack:2 numa:1 core:4 pu:2"};
  return environment;
}

TEST(NodeFacts, join_what_topology_groups_and_scheduler_say) {
  const test::MachineTree machine;
  machine.memory("16777216", "8388608");
  machine.mount_v2("/job");
  machine.write("sys/fs/cgroup/job/memory.max", "4294967296");
  machine.write("sys/fs/cgroup/job/cpu.max", "350000 100000");
  auto environment = environment_of(machine);
  environment.variables = {{"SLURM_JOB_ID", "7"}, {"SLURM_MEM_PER_NODE", "2048"}};

  const auto facts = discover_node(environment).value();
  EXPECT_EQ(facts.hostname, "node1");
  EXPECT_EQ(facts.topology.cores.size(), 8U);
  EXPECT_EQ(facts.cpu_quota, 3U);
  EXPECT_EQ(facts.memory.source, "SLURM_MEM_PER_NODE");
  EXPECT_EQ(facts.memory.candidates.size(), 3U);
  EXPECT_EQ(facts.memory_now.available, base::gibibytes(8));
  EXPECT_EQ(facts.scheduler.job, "7");
  EXPECT_EQ(facts.cgroups, "v2");
}

TEST(NodeFacts, take_the_least_quota_of_the_chain_and_never_less_than_a_core) {
  const test::MachineTree machine;
  machine.mount_v1("/a/b");
  machine.write("sys/fs/cgroup/cpu,cpuacct/a/cpu.cfs_quota_us", "50000");
  machine.write("sys/fs/cgroup/cpu,cpuacct/a/cpu.cfs_period_us", "100000");
  machine.write("sys/fs/cgroup/cpu,cpuacct/a/b/cpu.cfs_quota_us", "400000");
  machine.write("sys/fs/cgroup/cpu,cpuacct/a/b/cpu.cfs_period_us", "100000");
  EXPECT_EQ(discover_node(environment_of(machine)).value().cpu_quota, 1U);
}

TEST(NodeFacts, of_a_machine_that_shows_nothing_still_stand) {
  const test::MachineTree machine;
  const auto facts = discover_node(environment_of(machine)).value();
  EXPECT_FALSE(facts.memory.known());
  EXPECT_EQ(facts.cpu_quota, 0U);
  EXPECT_EQ(facts.cgroups, "none");
}

TEST(NodeFacts, fail_with_a_topology_that_cannot_be_read) {
  const test::MachineTree machine;
  auto environment = environment_of(machine);
  environment.topology = SyntheticTopology{"nonsense"};
  EXPECT_FALSE(discover_node(environment).has_value());
}

TEST(NodeFacts, survive_being_sent) {
  const test::MachineTree machine;
  machine.memory("16777216", "8388608");
  auto environment = environment_of(machine);
  environment.variables = {{"PBS_JOBID", "9.head"}, {"PBS_RESC_MEM", "2gb"}};
  const auto facts = discover_node(environment).value();
  base::Buffer bytes;
  base::Encoder out(bytes);
  encode(facts, out);
  base::Decoder in(bytes);
  EXPECT_EQ(decode_node_facts(in), facts);
  EXPECT_TRUE(in.ok() && in.at_end());
}

TEST(NodeFacts, cut_short_on_their_way_are_refused_at_every_length) {
  const test::MachineTree machine;
  machine.memory("16777216", "8388608");
  base::Buffer bytes;
  base::Encoder out(bytes);
  encode(discover_node(environment_of(machine)).value(), out);
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    base::Decoder in{std::span(bytes).first(length)};
    (void)decode_node_facts(in);
    EXPECT_FALSE(in.ok()) << length;
  }
}

}  // namespace
}  // namespace winnow::cluster
