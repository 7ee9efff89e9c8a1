#pragma once
// What all ranks of a run know alike before it begins.

#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "winnow/base/units.hpp"
#include "winnow/farm/job.hpp"

namespace winnow::farm {

/// The rank that is the master.
inline constexpr Rank master_rank = 0;

/// A node of the run: its ranks in ascending order, the first of which leads it.
struct Node {
  std::vector<Rank> ranks;
  base::Bytes budget =
      base::Bytes::unlimited();  ///< for the pieces in flight on this node, all ranks together
  base::Bytes limit =
      base::Bytes::unlimited();  ///< what the ranks of this node are to stay below, all together
};

/// How the number of kernels that run at once on a node follows the memory in use there.
struct PermitRules {
  bool on = false;
  double eta = 0.75;            ///< from this share of the node's memory on, their number is halved
  double hold = 0.9;            ///< from this part of eta on, none is added
  base::Seconds step{1};        ///< from one halving, or from one more, to the next
  base::Seconds interval{0.2};  ///< from one look at the memory to the next
  bool processes = false;       ///< tasks start processes, whose memory is known when they have run
  bool processes_stay = false;  ///< they do not end with the task, and keep their memory
  base::Bytes process_need{};   ///< what those of a task are known to take; 0: not known
};

/// How that number follows what the kernels use, too: see Autoscaler. A target that is not given is not
/// looked at.
struct AutoscaleRules {
  bool on = false;
  std::optional<double> cpu{};     ///< target: cores a kernel
  std::optional<double> memory{};  ///< target: share of the node's that is in use
  std::optional<double> queue{};   ///< target: tasks that wait, a kernel
  std::optional<double> metric{};  ///< target of Tick::metric
  std::uint32_t floor = 1;
  std::uint32_t ceiling = std::numeric_limits<std::uint32_t>::max();
  base::Seconds window{60};
  base::Seconds interval{5};
};

/// Who runs where. Every rank from 0 to ranks() - 1 is on exactly one node.
class Layout {
 public:
  explicit Layout(std::vector<Node> nodes);

  [[nodiscard]] const std::vector<Node>& nodes() const { return nodes_; }
  [[nodiscard]] std::size_t ranks() const { return node_of_.size(); }
  [[nodiscard]] std::uint32_t node_of(Rank rank) const { return node_of_[static_cast<std::size_t>(rank)]; }

  /// All ranks but the `lost` ones (any order), ascending.
  [[nodiscard]] std::vector<Rank> without(const std::vector<Rank>& lost) const;

 private:
  std::vector<Node> nodes_;
  std::vector<std::uint32_t> node_of_;
};

struct FarmOptions {
  base::Seconds heartbeat{1.0};
  std::uint32_t beats_missed = 10;                 ///< silence of so many heartbeats means lost
  base::Seconds timeout = base::Seconds::never();  ///< of a task that has none of its own
  std::uint16_t max_retries = 3;                   ///< a task that failed once more is quarantined
  std::uint32_t batch = 0;                         ///< tasks per lease; 0: see TaskPace
  std::uint32_t first_batch = 16;                  ///< before anything was measured
  std::uint32_t batch_min = 1;                     ///< of measured batches, but near the end
  std::uint32_t batch_max = 4096;                  ///< likewise
  base::Seconds batch_time{0.05};                  ///< what a measured batch aims at
  std::uint32_t prefetch = 1;                      ///< leases waiting at a worker beyond those running
  std::uint32_t window = 16384;                    ///< tasks that the master pulls ahead, at most
  base::Seconds report_interval{0.1};              ///< a leader's reports to the master, at most so often
  std::uint32_t queue = 100;         ///< reports of a leader that wait at the master, at most, and
                                     ///< signs of life of a worker at its leader
  base::Seconds stop_patience{1.0};  ///< for tasks that run when the run is asked to stop
  double gamma = 0;                  ///< memory per byte of a piece in flight
  base::Bytes overhead;              ///< memory per piece in flight
  PermitRules permits = {};
  AutoscaleRules autoscale = {};

  /// The silence after which a rank is lost.
  [[nodiscard]] base::Seconds silence() const { return heartbeat * static_cast<double>(beats_missed); }
  /// The memory that a running piece is reckoned to need.
  [[nodiscard]] base::Bytes need(base::Bytes piece) const;
};

struct Setup {
  Layout layout;
  FarmOptions options;
  std::vector<Queue> queues;
};

}  // namespace winnow::farm
