#pragma once
// Who is still there while the ranks write their result together.

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "winnow/base/team.hpp"
#include "winnow/base/units.hpp"

namespace winnow::app {

/// When the farm is done nobody listens to heartbeats any more, and a rank that is lost in the middle of a
/// collective call leaves the others waiting in MPI for ever. So each rank has a thread that never calls MPI:
/// it counts up in a file of its own, in a folder that all share, and looks whether its neighbour, the next
/// in a ring, does. Who misses its neighbour leaves a note for all.
///
/// Time is counted in a rank's own beats, so that a file system that stands still for all makes nobody miss
/// anybody.
class RollCall {
 public:
  struct Rules {
    base::Seconds beat{1};
    std::uint32_t beats_missed = 30;  ///< from which on a rank is lost
  };

  /// `folder` is there, and no other call's; `ranks`, two at least, take part, of which this is the one at
  /// `self`. `lost` is told, once and by the thread, which of them was lost.
  RollCall(std::filesystem::path folder, std::vector<int> ranks, std::size_t self, Rules rules,
           std::function<void(int rank)> lost);
  RollCall(const RollCall&) = delete;
  RollCall& operator=(const RollCall&) = delete;

  /// Leaves in good order: nobody will miss this rank. The first one removes the folder when all have left.
  ~RollCall();

 private:
  void run();
  [[nodiscard]] std::optional<int> look();
  [[nodiscard]] bool neighbour_is_lost();
  [[nodiscard]] std::filesystem::path file_of(int rank) const;

  std::filesystem::path folder_;
  std::vector<int> ranks_;
  std::size_t self_;
  Rules rules_;
  std::function<void(int)> lost_;
  std::uint64_t count_ = 0;
  std::string last_seen_;     ///< in the neighbour's file; empty: nothing yet
  std::uint32_t missed_ = 0;  ///< beats without anything new there
  std::mutex mutex_;
  std::condition_variable over_;
  bool is_over_ = false;
  std::thread thread_;
};

/// \collective A folder for a roll call about the writing of `result`, beside it; empty where none can be
/// made. Rank 0 removes what killed runs have left there.
[[nodiscard]] std::filesystem::path roll_call_folder(const std::filesystem::path& result, base::Team& team);

}  // namespace winnow::app
