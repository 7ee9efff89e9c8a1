#include "winnow/mpi/doorbell.hpp"

#include <gtest/gtest.h>

#include <unistd.h>

#include <boost/mpi/collectives.hpp>
#include <thread>

namespace winnow::mpi {
namespace {

/// Longer than any test may take.
constexpr base::Seconds for_ever{1000};
constexpr base::Seconds a_moment{0.001};

/// A name that no other process takes.
std::string run_of_this_process() {
  return "test-" + std::to_string(::getpid());
}

TEST(Doorbell, ends_a_sleep_from_another_thread) {
  Doorbell bell(run_of_this_process(), 0);
  std::thread visitor([&] { bell.ring(); });
  EXPECT_TRUE(bell.wait(for_ever));
  visitor.join();
}

TEST(Doorbell, is_heard_once_however_often_it_was_rung_before) {
  Doorbell bell(run_of_this_process(), 0);
  for (int i = 0; i < 1000; ++i) bell.ring();
  EXPECT_TRUE(bell.wait(for_ever));
  EXPECT_FALSE(bell.wait(a_moment));
}

TEST(Doorbell, is_heard_by_its_rank_alone) {
  Doorbell first(run_of_this_process(), 0);
  Doorbell second(run_of_this_process(), 1);
  Doorbell other(run_of_this_process() + "-other", 1);
  first.ring(1);
  EXPECT_TRUE(second.wait(for_ever));
  EXPECT_FALSE(first.wait(a_moment));
  EXPECT_FALSE(other.wait(a_moment));
}

TEST(Doorbell, may_be_rung_where_nobody_is) {
  const Doorbell bell(run_of_this_process(), 0);
  EXPECT_NO_FATAL_FAILURE(bell.ring(7));
}

TEST(Doorbell, sleeps_for_its_time_where_its_name_is_taken) {
  Doorbell first(run_of_this_process(), 0);
  Doorbell second(run_of_this_process(), 0);
  second.ring();
  EXPECT_FALSE(second.wait(a_moment));
}

TEST(Doorbell, is_heard_by_other_processes) {
  const boost::mpi::communicator world;
  auto run = run_of_this_process();
  boost::mpi::broadcast(world, run, 0);
  Doorbell bell(run, world.rank());
  world.barrier();
  bell.ring((world.rank() + 1) % world.size());
  EXPECT_TRUE(bell.wait(for_ever));
  world.barrier();
}

}  // namespace
}  // namespace winnow::mpi
