#include "winnow/plan/report.hpp"

#include <gmock/gmock.h>

#include "cluster/machine_tree.hpp"
#include "plan/clusters.hpp"

namespace winnow::plan {
namespace {

using base::gibibytes;
using test::node_of;

TEST(PlanText, shows_each_kind_of_node_on_a_line) {
  const cluster::Cluster cluster{{node_of("node1", 8, gibibytes(16)), node_of("node2", 8, gibibytes(16)),
                                  node_of("node3", 128, gibibytes(1024))}};
  EXPECT_EQ(plan_text(solve(cluster, {}, Workload{}).value()), R"(
node                   cores   limit  set by           workers  bound by    chunk  predicted peak  may use
node1 and 1 more node      8  16 GiB  physical memory        8  cores     493 MiB          12 GiB   12 GiB
node3                    128   1 TiB  physical memory      128  cores     512 MiB         198 GiB  768 GiB
144 workers on 3 nodes; a worker takes 3 × its piece + 50 MiB, a node 64 MiB before any work; eta 0.75
)" + 1);  // past the line end that opens the literal
}

Workload search() {
  Workload workload;
  workload.subject = {"optimize", "program ./simulate {latency}"};
  workload.has_pieces = false;
  return workload;
}

TEST(PlanText, tells_of_ranks_without_a_worker) {
  study::Resources resources;
  resources.workers = 2U;
  const cluster::Cluster cluster{{test::with_ranks(node_of("node1", 8, gibibytes(16)), 8)}};
  EXPECT_THAT(
      plan_text(solve(cluster, resources, search()).value()),
      testing::HasSubstr("a worker takes 50 MiB, a rank 40 MiB without a worker, a node 64 MiB beside them"));
}

TEST(PlanText, has_no_pieces_where_workers_hold_none) {
  const cluster::Cluster cluster{{node_of("node1", 8, gibibytes(16))}};
  EXPECT_EQ(plan_text(solve(cluster, {}, search()).value()), R"(
optimize, program ./simulate {latency}: nothing is learned of its memory yet
node   cores   limit  set by           workers  bound by  predicted peak  may use
node1      8  16 GiB  physical memory        8  cores            464 MiB   12 GiB
8 workers on 1 node; a worker takes 50 MiB, a node 64 MiB before any work; eta 0.75
)" + 1);
}

TEST(PlanText, says_what_it_was_learned_from) {
  const cluster::Cluster cluster{{node_of("node1", 8, gibibytes(16))}};
  auto workload = search();
  workload.learned = LearnedModel{
      {.gamma = 0, .overhead = gibibytes(3), .base = base::mebibytes(20), .rank = base::mebibytes(30)}, 3};
  EXPECT_EQ(plan_text(solve(cluster, {}, workload).value()), R"(
optimize, program ./simulate {latency}: memory is learned from 3 runs
node   cores   limit  set by           workers  bound by  predicted peak  may use
node1      8  16 GiB  physical memory        3  memory          9.11 GiB   12 GiB
3 workers on 1 node; a worker takes 3 GiB, a rank 30 MiB without work, a node 20 MiB beside them; eta 0.75
)" + 1);
  workload.learned->is_of_study = false;
  const auto text = plan_text(solve(cluster, {}, workload).value());
  EXPECT_TRUE(text.find("is learned from 3 runs of other studies\n") != std::string::npos) << text;
}

TEST(PlanText, ends_with_the_warnings) {
  const cluster::Cluster cluster{{node_of("node1", 8, std::nullopt)}};
  const auto text = plan_text(solve(cluster, {}, Workload{}).value());
  EXPECT_TRUE(text.find("  unknown  ") != std::string::npos) << text;
  EXPECT_TRUE(
      text.ends_with("\nwarning: on node1: 4 workers without a cap on memory (no memory limit is known: "
                     "/proc/meminfo cannot be read): set resources.memory\n"))
      << text;
}

cluster::Environment environment_of(const test::MachineTree& machine) {
  cluster::Environment environment;
  environment.hostname = "desk";
  environment.root = machine.root();
  environment.topology = cluster::SyntheticTopology{"pack:1 l3:1(size=33554432) core:4 pu:2"};
  return environment;
}

TEST(StatusText, tells_available_limits_and_recommendation) {
  const test::MachineTree machine;
  machine.memory("16777216", "15728640");
  machine.mount_v2("/job");
  machine.write("sys/fs/cgroup/job/memory.max", "8589934592");
  EXPECT_EQ(
      status_text(status_of(environment_of(machine), {}).value()),
      "machine      desk: 1 package, 1 NUMA domain, 4 cores\n"
      "cores        4 may be used\n"
      "available    15 GiB\n"
      "limit        8 GiB, by cgroup v2 /job (memory.max)\n"
      "             16 GiB, by physical memory\n"
      "recommended  4 workers on pieces of up to 490 MiB: predicted peak 6 GiB of 6 GiB (bound by cores)\n");
}

TEST(InfoText, lists_what_was_found_and_what_is_off_without_it) {
  const test::MachineTree machine;
  machine.memory("16777216", "15728640");
  const auto facts = cluster::discover_node(environment_of(machine)).value();
  EXPECT_EQ(info_text({{"MPI", "Open MPI 4.1.4", "everything on more than one core"}}, facts),
            "MPI        Open MPI 4.1.4\n"
            "hwloc      " +
                cluster::hwloc_version() +
                "\n"
                "cgroup     not found: limits of containers and of batch jobs are not seen\n"
                "scheduler  not found: limits come from control groups, the study and physical memory alone\n"
                "machine    desk: 1 package, 1 NUMA domain, 4 cores\n"
                "caches     L3 1 × 32 MiB\n"
                "memory     16 GiB, by physical memory\n");
}

TEST(InfoText, names_the_job_of_the_scheduler) {
  const test::MachineTree machine;
  auto environment = environment_of(machine);
  environment.variables = {{"SLURM_JOB_ID", "7"}};
  const auto components = components_of(cluster::discover_node(environment).value());
  EXPECT_EQ(components.back().found, "SLURM job 7");
}

}  // namespace
}  // namespace winnow::plan
