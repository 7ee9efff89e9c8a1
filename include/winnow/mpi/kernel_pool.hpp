#pragma once
// The kernel slots of one rank, each a thread of its own. They compute and never call MPI. Each takes its
// next work by itself from one queue.

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "winnow/base/clock.hpp"
#include "winnow/base/profile.hpp"
#include "winnow/farm/event.hpp"
#include "winnow/farm/job.hpp"
#include "winnow/mpi/doorbell.hpp"

namespace winnow::mpi {

class KernelPool {
 public:
  /// Starts `slots` threads. Each calls `settle(slot)` first, to bind itself near its memory, and makes its
  /// own kernel of `job`. A kernel that has finished rings `bell`. `profile`, which may be null, is told of
  /// tasks and of waiting for them. Job, clock and profile must outlive the pool, and abandoned threads: see
  /// abandoned().
  KernelPool(farm::Job& job, std::uint32_t slots, const base::Clock& clock,
             std::function<void(std::uint32_t)> settle, std::shared_ptr<const Doorbell> bell,
             base::Profile* profile = nullptr);
  KernelPool(const KernelPool&) = delete;
  KernelPool& operator=(const KernelPool&) = delete;

  /// Drops what is queued and waits for the kernels that run, but for abandoned ones.
  ~KernelPool();

  /// Has the next slot that is free run the tasks, after all that was queued before. They are dropped where
  /// the job wants to stop.
  void queue(farm::QueueWork work);

  /// Takes back what no slot has begun.
  [[nodiscard]] std::vector<farm::WorkId> withdraw();

  /// Writes a slot's thread off if it is still at that work: nothing is heard of it again. Else the slot ends
  /// after what it has begun.
  void abandon(std::uint32_t slot, farm::WorkId work);
  /// Drops what is queued and writes the threads off that run.
  void abandon_all();

  /// True if a thread was written off: it may run for ever, so the process must not wait for it at its end.
  [[nodiscard]] bool abandoned() const { return abandoned_; }

  /// What has finished since the last call.
  [[nodiscard]] std::vector<farm::KernelFinished> take_finished();

  /// Slots that have ever begun work.
  [[nodiscard]] std::uint32_t worked() const;

  [[nodiscard]] bool is_busy() const { return !progress().empty(); }

  /// What runs now, but for what was written off.
  [[nodiscard]] std::vector<farm::KernelProgress> progress() const;

 private:
  class Slot;
  struct Desk;

  std::shared_ptr<Desk> desk_;
  std::vector<std::shared_ptr<Slot>> slots_;
  bool abandoned_ = false;
};

}  // namespace winnow::mpi
