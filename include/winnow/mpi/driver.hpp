#pragma once
// Runs a farm on real ranks: carries the actions of a Station out, in real time.

#include <atomic>
#include <boost/mpi/communicator.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "winnow/base/clock.hpp"
#include "winnow/base/profile.hpp"
#include "winnow/farm/job.hpp"
#include "winnow/farm/ledger.hpp"
#include "winnow/farm/setup.hpp"
#include "winnow/farm/status.hpp"
#include "winnow/mpi/notes.hpp"
#include "winnow/mpi/post.hpp"
#include "winnow/watch/quantity.hpp"
#include "winnow/watch/sampler.hpp"

namespace winnow::mpi {

/// What the driver works with; everything outlives the run.
struct FarmRun {
  boost::mpi::communicator communicator;  ///< whose ranks are those of the setup
  int channel = 1;                        ///< a number of its own for each farm on one communicator
  std::shared_ptr<const farm::Setup> setup;
  std::uint32_t slots = 1;  ///< kernels on this rank
  farm::Job& job;
  farm::Ledger* ledger = nullptr;  ///< on rank 0 of several nodes
  const base::Clock& clock;
  watch::Sampler& sampler;                  ///< of this rank
  const std::atomic<bool>& stop_requested;  ///< set it from anywhere, also from a signal handler

  /// Called by each kernel thread when it starts, with its slot.
  std::function<void(std::uint32_t)> settle;

  /// Called on rank 0 every now and then, at least four times a second.
  std::function<void(const farm::FarmStatus&)> observe{};

  /// Called as often on each rank that leads its node, with what the node's ranks and their programs have in
  /// use together.
  std::function<void(base::Bytes)> weigh{};

  /// Called as often on each rank, with what it has done so far.
  std::function<void(const farm::WorkerRecord&)> account{};

  /// Asked on rank 0 all the time: true once if what was done is to be on disk soon.
  std::function<bool()> take_checkpoint_request{};

  /// What AutoscaleRules::metric is the target of, where it has one.
  std::optional<watch::Quantity> metric{};

  /// Asked on every other rank about once a second: what it has to tell rank 0; empty: nothing.
  std::function<base::Buffer()> take_note{};

  /// On rank 0: what such a rank tells.
  std::function<void(const Note&)> hear_note{};

  /// Called on each rank whose kernels still work when the run has been stopped: has them return within
  /// `grace`. Those that do not are written off.
  std::function<void()> cut_short{};
  base::Seconds grace{};

  base::Profile* profile = nullptr;  ///< is told of kernels' tasks and waiting, and of messages; may be null

  /// Messages to other nodes are compressed from this size on; none: no message is.
  std::optional<base::Bytes> compress_from = base::kibibytes(1);
};

/// How it ended on this rank.
struct FarmEnd {
  bool left = false;   ///< this rank was given up, or gave up: it must end without anything collective
  std::string reason;  ///< why it left
  farm::Ending ending = farm::Ending::complete;
  std::vector<int> alive;                   ///< ranks that are left, ascending; the same on all of them
  bool leads = false;                       ///< this rank's sink holds a part of the answer
  bool abandoned_kernels = false;           ///< a thread was written off: it may run for ever
  std::uint32_t kernels = 0;                ///< of this rank that ever ran a task
  std::vector<farm::WorkerRecord> workers;  ///< on rank 0: what each rank did
  std::vector<farm::QueueStatus> queues;    ///< on rank 0: tasks by state
  Post::Traffic traffic;                    ///< that this rank sent
  std::uint64_t dropped_notes = 0;          ///< that it did not send, because too many waited for the master
};

/// \collective in that every rank of the communicator must call it; once all have, no rank waits for another
/// inside but for work. Throws what the job throws on this rank's thread.
[[nodiscard]] FarmEnd run_farm(const FarmRun& run);

}  // namespace winnow::mpi
