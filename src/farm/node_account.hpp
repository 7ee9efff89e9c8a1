#pragma once
// What the master keeps about one node.

#include <cstdint>
#include <utility>
#include <vector>

#include "winnow/base/units.hpp"
#include "winnow/farm/interval_set.hpp"
#include "winnow/farm/message.hpp"
#include "winnow/farm/status.hpp"

namespace winnow::farm {

/// Which tasks a node holds, by id, and how it stands with its leader.
class NodeAccount {
 public:
  enum class Phase : std::uint8_t {
    led,
    polled,  ///< its leader was lost, and none of its ranks has answered yet
    gone
  };

  NodeAccount(Rank first_leader, std::size_t queues)
      : leader(first_leader), running(queues), folded_by_queue_(queues) {}

  Phase phase = Phase::led;
  Rank leader;
  Term term = 1;
  base::Seconds heard;  ///< the leader's last word, or the beginning of the poll
  bool closed = false;  ///< has answered the closing round
  std::uint64_t credits = 0;
  std::uint64_t reports = 0;       ///< of this leader that were dealt with
  std::uint64_t acknowledged = 0;  ///< of these, as far as it was told
  NodeStatus status;
  Rank only_worker = no_rank;
  bool barren = false;
  std::vector<std::uint64_t> running;  ///< leased tasks by queue

  /// What its leader says of it, of which the peak stays the largest that any of its leaders has seen.
  void hear(const NodeStatus& said);

  void granted(const Task& task);
  /// The node has folded `tasks` and holds what they left; `by_queue`: how many each queue has.
  void folded(const IntervalSet& tasks, const std::vector<Report::Queue>& by_queue);
  /// The node has said all that came of `tasks`, and holds nothing of them.
  void told(const IntervalSet& tasks);
  /// The leader has given the task back.
  void returned(TaskId task);

  /// Tasks granted and neither done nor returned, as far as reported.
  [[nodiscard]] std::uint64_t in_flight() const { return granted_.count() - folded_.count(); }

  /// Whether another task under that suspicion may be with the node. One that was in flight at a single loss
  /// shares the node with as many as it has slots, a heavier suspect with none: then a further loss convicts
  /// it.
  [[nodiscard]] bool takes_suspect(std::uint8_t suspicion) const;

  struct Holdings {
    IntervalSet folded;
    std::vector<std::uint64_t> folded_by_queue;
    IntervalSet in_flight;
  };
  /// The leader is lost, and with it all that it held: gives that and forgets it.
  Holdings lose_leader();

 private:
  void acquit(const IntervalSet& tasks);

  IntervalSet granted_;  ///< and neither returned nor told
  IntervalSet folded_;   ///< of these
  std::vector<std::uint64_t> folded_by_queue_;
  std::vector<std::pair<TaskId, std::uint8_t>> suspects_;  ///< in flight here
};

}  // namespace winnow::farm
