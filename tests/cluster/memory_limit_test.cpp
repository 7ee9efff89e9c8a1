#include "winnow/cluster/memory_limit.hpp"

#include <gtest/gtest.h>

#include "cluster/machine_tree.hpp"

namespace winnow::cluster {
namespace {

MemoryLimit limit_of(const test::MachineTree& machine, const SchedulerFacts& scheduler = {}) {
  return find_memory_limit(machine.root(), find_cgroups(machine.root(), "memory"), scheduler);
}

TEST(MemoryLimit, is_physical_memory_where_nobody_sets_less) {
  const test::MachineTree machine;
  machine.memory("16777216", "8388608");
  const auto limit = limit_of(machine);
  EXPECT_EQ(limit.value, base::gibibytes(16));
  EXPECT_EQ(limit.source, "physical memory");
}

TEST(MemoryLimit, is_the_least_of_a_chain_of_parents) {
  const test::MachineTree machine;
  machine.memory("16777216", "8388608");
  machine.mount_v1("/slurm/job_7/step_0");
  machine.write("sys/fs/cgroup/memory/slurm/job_7/step_0/memory.limit_in_bytes", "9223372036854771712");
  machine.write("sys/fs/cgroup/memory/slurm/job_7/memory.limit_in_bytes", "2147483648");
  machine.write("sys/fs/cgroup/memory/slurm/memory.limit_in_bytes", "4294967296");
  const auto limit = limit_of(machine);
  EXPECT_EQ(limit.value, base::gibibytes(2));
  EXPECT_EQ(limit.source, "cgroup v1 /slurm/job_7 (memory.limit_in_bytes)");
  EXPECT_EQ(limit.candidates, (std::vector<MemoryCandidate>{
                                  {base::gibibytes(2), "cgroup v1 /slurm/job_7 (memory.limit_in_bytes)"},
                                  {base::gibibytes(4), "cgroup v1 /slurm (memory.limit_in_bytes)"},
                                  {base::gibibytes(16), "physical memory"}}));
}

TEST(MemoryLimit, is_found_in_version_2_as_well) {
  const test::MachineTree machine;
  machine.memory("16777216", "8388608");
  machine.mount_v2("/a/b");
  machine.write("sys/fs/cgroup/a/b/memory.max", "max");
  machine.write("sys/fs/cgroup/a/b/memory.high", "1073741824");
  machine.write("sys/fs/cgroup/a/memory.max", "3221225472");
  EXPECT_EQ(limit_of(machine).source, "cgroup v2 /a/b (memory.high)");
}

TEST(MemoryLimit, is_the_schedulers_if_that_is_least) {
  const test::MachineTree machine;
  machine.memory("16777216", "8388608");
  const auto limit = limit_of(machine, {"SLURM", "7", {{base::gibibytes(4), "SLURM_MEM_PER_NODE"}}});
  EXPECT_EQ(limit.value, base::gibibytes(4));
  EXPECT_EQ(limit.source, "SLURM_MEM_PER_NODE");
}

TEST(MemoryLimit, says_the_cause_where_nothing_can_be_read) {
  const test::MachineTree machine;
  const auto limit = limit_of(machine);
  EXPECT_FALSE(limit.known());
  EXPECT_EQ(limit.source, "no control group or scheduler sets one, and " +
                              (machine.root() / "proc/meminfo").string() + " cannot be read");
}

TEST(MemoryLimit, is_lowered_by_a_candidate_and_never_raised) {
  const auto limit = with_candidate({}, {base::gibibytes(4), "physical memory"});
  EXPECT_EQ(with_candidate(limit, {base::gibibytes(1), "a setting"}).source, "a setting");
  EXPECT_EQ(with_candidate(limit, {base::gibibytes(8), "a setting"}).source, "physical memory");
}

TEST(MemoryState, is_what_the_machine_has_available) {
  const test::MachineTree machine;
  machine.memory("16777216", "8388608");
  const auto state = find_memory_state(machine.root(), {});
  EXPECT_EQ(state.available, base::gibibytes(8));
  EXPECT_EQ(state.physical, base::gibibytes(16));
}

TEST(MemoryState, is_what_the_tightest_group_leaves) {
  const test::MachineTree machine;
  machine.memory("16777216", "8388608");
  machine.mount_v2("/job/step");
  machine.write("sys/fs/cgroup/job/step/memory.current", "1000");
  machine.write("sys/fs/cgroup/job/memory.max", "5000");
  machine.write("sys/fs/cgroup/job/memory.current", "4000");
  machine.write("sys/fs/cgroup/job/memory.stat", "inactive_file 500");
  EXPECT_EQ(find_memory_state(machine.root(), find_cgroups(machine.root(), "memory")).available,
            base::Bytes{1500});
}

TEST(MemoryState, is_nothing_in_a_group_that_is_full) {
  const test::MachineTree machine;
  machine.mount_v2("/");
  machine.write("sys/fs/cgroup/memory.max", "5000");
  machine.write("sys/fs/cgroup/memory.current", "6000");
  EXPECT_EQ(find_memory_state(machine.root(), find_cgroups(machine.root(), "memory")).available,
            base::Bytes{0});
}

}  // namespace
}  // namespace winnow::cluster
