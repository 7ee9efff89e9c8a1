#include "winnow/cluster/scheduler.hpp"

#include <gtest/gtest.h>

namespace winnow::cluster {
namespace {

using Candidates = std::vector<MemoryCandidate>;

TEST(Scheduler, is_none_without_a_job) {
  EXPECT_EQ(find_scheduler({{"SLURM_MEM_PER_NODE", "1000"}}), SchedulerFacts());
}

TEST(Slurm, limits_memory_per_node_in_mebibytes) {
  const auto facts = find_scheduler({{"SLURM_JOB_ID", "7"}, {"SLURM_MEM_PER_NODE", "2048"}});
  EXPECT_EQ(facts.name, "SLURM");
  EXPECT_EQ(facts.job, "7");
  EXPECT_EQ(facts.memory, (Candidates{{base::gibibytes(2), "SLURM_MEM_PER_NODE"}}));
}

TEST(Slurm, limits_memory_per_cpu_of_this_node) {
  const auto facts =
      find_scheduler({{"SLURM_JOB_ID", "7"}, {"SLURM_MEM_PER_CPU", "512"}, {"SLURM_CPUS_ON_NODE", "4"}});
  EXPECT_EQ(facts.memory, (Candidates{{base::gibibytes(2), "SLURM_MEM_PER_CPU on 4 CPUs"}}));
}

TEST(Slurm, counts_the_cpus_of_this_node_among_all) {
  Variables variables{
      {"SLURM_JOB_ID", "7"}, {"SLURM_MEM_PER_CPU", "1024"}, {"SLURM_JOB_CPUS_PER_NODE", "72(x2),36"}};
  variables["SLURM_NODEID"] = "1";
  EXPECT_EQ(find_scheduler(variables).memory.at(0).value, base::gibibytes(72));
  variables["SLURM_NODEID"] = "2";
  EXPECT_EQ(find_scheduler(variables).memory.at(0).value, base::gibibytes(36));
}

TEST(Slurm, sets_no_limit_by_zero_by_gpu_or_by_what_is_no_number) {
  EXPECT_TRUE(find_scheduler({{"SLURM_JOB_ID", "7"},
                              {"SLURM_MEM_PER_NODE", "0"},
                              {"SLURM_MEM_PER_CPU", "many"},
                              {"SLURM_MEM_PER_GPU", "100"}})
                  .memory.empty());
}

TEST(Pbs, limits_memory_in_its_own_spelling) {
  for (const auto& [text, bytes] :
       std::vector<std::pair<std::string, base::Bytes>>{{"4gb", base::gibibytes(4)},
                                                        {"4096MB", base::gibibytes(4)},
                                                        {"4294967296", base::gibibytes(4)},
                                                        {"1048576b", base::mebibytes(1)}}) {
    EXPECT_EQ(find_scheduler({{"PBS_JOBID", "9.head"}, {"PBS_RESC_MEM", text}}).memory,
              (Candidates{{bytes, "PBS_RESC_MEM"}}))
        << text;
  }
}

TEST(Pbs, shares_the_memory_of_the_job_among_its_nodes) {
  const auto facts =
      find_scheduler({{"PBS_JOBID", "9.head"}, {"PBS_RESC_TOTAL_MEM", "8589934592"}, {"PBS_NUM_NODES", "2"}});
  EXPECT_EQ(facts.memory, (Candidates{{base::gibibytes(4), "PBS_RESC_TOTAL_MEM over 2 nodes"}}));
}

TEST(Pbs, prefers_the_memory_of_the_node_to_a_share_of_the_job) {
  const auto facts = find_scheduler({{"PBS_JOBID", "9.head"},
                                     {"PBS_RESC_MEM", "6gb"},
                                     {"PBS_RESC_TOTAL_MEM", "8gb"},
                                     {"PBS_NUM_NODES", "2"}});
  EXPECT_EQ(facts.memory, (Candidates{{base::gibibytes(6), "PBS_RESC_MEM"}}));
}

TEST(Pbs, sets_no_limit_by_what_is_no_size) {
  EXPECT_TRUE(
      find_scheduler({{"PBS_JOBID", "9"}, {"PBS_RESC_MEM", "12xb"}, {"PBS_VMEM", "gb"}}).memory.empty());
}

}  // namespace
}  // namespace winnow::cluster
