#include "winnow/mpi/session.hpp"

#include <gtest/gtest.h>
#include <mpi.h>
#include <unistd.h>

/// In MPI's place: it waits for a rank that never comes.
extern "C" int MPI_Init_thread(int* /*argc*/, char*** /*argv*/, int /*required*/, int* /*provided*/) {
  while (true) ::pause();
}

namespace winnow::mpi {
namespace {

TEST(SessionDeathTest, does_not_wait_for_ever_for_ranks_that_were_lost_on_the_way) {
  EXPECT_EXIT(
      {
        int argc = 0;
        char** argv = nullptr;
        base::StderrLog log;
        const Session session(argc, argv, log, base::Seconds{0.05});
      },
      testing::ExitedWithCode(1), "error: MPI has not started within 0.05 s .another rank was lost");
}

}  // namespace
}  // namespace winnow::mpi
