#pragma once
// Wakes a thread that sleeps: from another thread, and from another process of the same machine. MPI can only
// be asked again and again whether a message has come; a rank whose sender rings need not ask.

#include <string>
#include <string_view>

#include "winnow/base/descriptor.hpp"
#include "winnow/base/units.hpp"
#include "winnow/farm/job.hpp"

namespace winnow::mpi {

/// A rank's bell, with those of its neighbours in reach. It tells that something may have come, and not what;
/// where the system does not give one, nothing is heard of it and wait() sleeps for its time.
class Doorbell {
 public:
  /// `run`: some characters that the ranks of this run share with each other and with no other run.
  Doorbell(std::string_view run, farm::Rank rank);
  Doorbell(const Doorbell&) = delete;
  Doorbell& operator=(const Doorbell&) = delete;

  /// Rings at that rank, or does nothing if it is on another machine or gone. Never waits; on any thread.
  void ring(farm::Rank rank) const;
  void ring() const { ring(rank_); }

  /// Sleeps until it is rung, a signal comes, or for `limit`; not at all if it was rung since the last call.
  /// Gives whether it was rung. On one thread only.
  bool wait(base::Seconds limit);

 private:
  std::string run_;
  farm::Rank rank_;
  base::Descriptor socket_;  ///< none where the system does not give one
};

}  // namespace winnow::mpi
