#include "program/launcher_environment.hpp"

#include <gtest/gtest.h>

#include "program/processes.hpp"

namespace winnow::program {
namespace {

TEST(LauncherEnvironment, is_what_makes_a_process_a_rank) {
  for (const auto* name : {"OMPI_COMM_WORLD_RANK", "PMIX_RANK", "PMI_RANK", "OMPI_MCA_ess_base_jobid"}) {
    EXPECT_TRUE(is_told_by_mpi_launcher(name)) << name;
  }
  for (const auto* name : {"OMPI_MCA_btl", "OMPI_ALLOW_RUN_AS_ROOT", "SLURM_JOB_ID", "PATH", "PMI"}) {
    EXPECT_FALSE(is_told_by_mpi_launcher(name)) << name;
  }
}

TEST(LauncherEnvironment, is_not_told_to_programs) {
  ::setenv("OMPI_COMM_WORLD_RANK", "1", 1);
  ::setenv("OMPI_MCA_btl", "self", 1);
  const auto spawner = started_spawner();
  EXPECT_EQ(run(*spawner, script("echo $OMPI_COMM_WORLD_RANK; echo $OMPI_MCA_btl")).output.text, "\nself\n");
  ::unsetenv("OMPI_COMM_WORLD_RANK");
  ::unsetenv("OMPI_MCA_btl");
}

}  // namespace
}  // namespace winnow::program
