#include "winnow/cluster/cgroup.hpp"

#include <gtest/gtest.h>

#include "cluster/machine_tree.hpp"

namespace winnow::cluster {
namespace {

const std::string v1_unlimited = "9223372036854771712";

std::vector<std::string> names_of(const std::vector<Cgroup>& groups) {
  std::vector<std::string> names;
  for (const auto& group : groups) names.push_back(group.name);
  return names;
}

TEST(Cgroup, of_version_1_is_followed_to_the_mount) {
  const test::MachineTree machine;
  machine.mount_v1("/slurm/job_7/step_0");
  machine.write("sys/fs/cgroup/memory/slurm/job_7/step_0/memory.limit_in_bytes", "1000");
  const auto groups = find_cgroups(machine.root(), "memory");
  EXPECT_EQ(names_of(groups),
            (std::vector<std::string>{"/slurm/job_7/step_0", "/slurm/job_7", "/slurm", "/"}));
  EXPECT_EQ(groups.front().version, Cgroup::Version::v1);
  EXPECT_EQ(cgroup_layout(machine.root()), "v1");
}

TEST(Cgroup, parents_without_inheritance_are_left_out) {
  const test::MachineTree machine;
  machine.mount_v1("/a/b");
  machine.write("sys/fs/cgroup/memory/a/b/memory.use_hierarchy", "0");
  machine.write("sys/fs/cgroup/memory/a/memory.use_hierarchy", "0");
  EXPECT_EQ(names_of(find_cgroups(machine.root(), "memory")), std::vector<std::string>{"/a/b"});
}

TEST(Cgroup, of_version_2_is_followed_to_the_mount) {
  const test::MachineTree machine;
  machine.mount_v2("/user.slice/app");
  machine.write("sys/fs/cgroup/user.slice/app/memory.max", "max");
  EXPECT_EQ(names_of(find_cgroups(machine.root(), "memory")),
            (std::vector<std::string>{"/user.slice/app", "/user.slice", "/"}));
  EXPECT_EQ(cgroup_layout(machine.root()), "v2");
}

TEST(Cgroup, of_a_hybrid_machine_is_followed_in_both_versions) {
  const test::MachineTree machine;
  machine.mount_hybrid("/job");
  machine.write("sys/fs/cgroup/memory/job/memory.limit_in_bytes", v1_unlimited);
  machine.write("sys/fs/cgroup/unified/job/cgroup.procs", "1");
  const auto groups = find_cgroups(machine.root(), "memory");
  EXPECT_EQ(names_of(groups), (std::vector<std::string>{"/job", "/", "/job", "/"}));
  EXPECT_EQ(groups.back().version, Cgroup::Version::v2);
  EXPECT_EQ(cgroup_layout(machine.root()), "hybrid");
}

TEST(Cgroup, below_the_top_of_a_bind_mount_is_found_at_the_mount) {
  const test::MachineTree machine;
  machine.mount_v1("/docker/4f2a/inner", "/docker/4f2a");
  machine.write("sys/fs/cgroup/memory/inner/memory.limit_in_bytes", "1000");
  EXPECT_EQ(names_of(find_cgroups(machine.root(), "memory")), (std::vector<std::string>{"/inner", "/"}));
}

TEST(Cgroup, outside_its_mount_is_walked_as_far_as_can_be_seen) {
  for (const auto* group : {"/../../other", "/elsewhere/job"}) {
    const test::MachineTree machine;
    machine.mount_v2(group, "/docker/4f2a");
    machine.write("sys/fs/cgroup/memory.max", "1000");
    EXPECT_EQ(names_of(find_cgroups(machine.root(), "memory")), std::vector<std::string>{"/"}) << group;
  }
}

TEST(Cgroup, whose_folder_is_not_to_be_seen_still_has_parents) {
  const test::MachineTree machine;
  machine.mount_v2("/gone/too");
  machine.write("sys/fs/cgroup/memory.max", "1000");
  EXPECT_EQ(names_of(find_cgroups(machine.root(), "memory")), std::vector<std::string>{"/"});
}

TEST(Cgroup, mounted_at_a_folder_with_a_blank_in_its_name_is_found) {
  const test::MachineTree machine;
  machine.write("proc/self/cgroup", "0::/");
  machine.write("proc/self/mountinfo", "26 24 0:22 / /control\\040groups rw - cgroup2 cgroup2 rw");
  machine.write("control groups/memory.max", "1000");
  EXPECT_EQ(find_cgroups(machine.root(), "memory").size(), 1U);
}

TEST(Cgroup, is_none_where_nothing_is_mounted) {
  const test::MachineTree machine;
  EXPECT_TRUE(find_cgroups(machine.root(), "memory").empty());
  EXPECT_EQ(cgroup_layout(machine.root()), "none");
}

TEST(CgroupMemory, has_no_limit_where_the_file_says_so_in_its_own_words) {
  const test::MachineTree machine;
  machine.write("v1/memory.limit_in_bytes", v1_unlimited);
  machine.write("v2/memory.max", "max");
  EXPECT_TRUE(memory_limits({Cgroup::Version::v1, "/", machine.root() / "v1"}).empty());
  EXPECT_TRUE(memory_limits({Cgroup::Version::v2, "/", machine.root() / "v2"}).empty());
}

TEST(CgroupMemory, of_version_2_is_limited_by_high_as_well) {
  const test::MachineTree machine;
  machine.write("memory.max", "3000");
  machine.write("memory.high", "2000");
  const auto limits = memory_limits({Cgroup::Version::v2, "/", machine.root()});
  ASSERT_EQ(limits.size(), 2U);
  EXPECT_EQ(limits[0].value, base::Bytes{3000});
  EXPECT_EQ(limits[1].file, "memory.high");
}

TEST(CgroupMemory, in_use_leaves_out_what_can_be_reclaimed) {
  const test::MachineTree machine;
  machine.write("v1/memory.usage_in_bytes", "1000");
  machine.write("v1/memory.stat", "inactive_file 1\ntotal_inactive_file 300\ntotal_active_file 200");
  machine.write("v2/memory.current", "1000");
  machine.write("v2/memory.stat", "anon 5\ninactive_file 300\nactive_file 200\nslab_reclaimable 100");
  EXPECT_EQ(memory_in_use({Cgroup::Version::v1, "/", machine.root() / "v1"}), base::Bytes{500});
  EXPECT_EQ(memory_in_use({Cgroup::Version::v2, "/", machine.root() / "v2"}), base::Bytes{400});
  EXPECT_FALSE(memory_in_use({Cgroup::Version::v2, "/", machine.root()}).has_value());
}

TEST(CgroupQuota, is_time_per_time) {
  const test::MachineTree machine;
  machine.write("v1/cpu.cfs_quota_us", "250000");
  machine.write("v1/cpu.cfs_period_us", "100000");
  machine.write("v2/cpu.max", "150000 100000");
  EXPECT_EQ(cpu_quota({Cgroup::Version::v1, "/", machine.root() / "v1"}), 2.5);
  EXPECT_EQ(cpu_quota({Cgroup::Version::v2, "/", machine.root() / "v2"}), 1.5);
}

TEST(CgroupQuota, is_nothing_where_none_is_set) {
  const test::MachineTree machine;
  machine.write("v1/cpu.cfs_quota_us", "-1");
  machine.write("v1/cpu.cfs_period_us", "100000");
  machine.write("v2/cpu.max", "max 100000");
  EXPECT_FALSE(cpu_quota({Cgroup::Version::v1, "/", machine.root() / "v1"}).has_value());
  EXPECT_FALSE(cpu_quota({Cgroup::Version::v2, "/", machine.root() / "v2"}).has_value());
  EXPECT_FALSE(cpu_quota({Cgroup::Version::v2, "/", machine.root()}).has_value());
}

}  // namespace
}  // namespace winnow::cluster
