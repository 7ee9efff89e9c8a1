#pragma once
// How many leases may run on a node at once.

#include <cstdint>

#include "farm/autoscaler.hpp"
#include "farm/permits.hpp"
#include "farm/process_memory.hpp"
#include "farm/roster.hpp"
#include "winnow/base/units.hpp"
#include "winnow/farm/event.hpp"
#include "winnow/farm/setup.hpp"
#include "winnow/farm/status.hpp"

namespace winnow::farm {

/// Three have a say, and the one that allows least has its way: the memory in use (Permits), what the tasks'
/// processes will yet take of it (ProcessMemory), and use and queue (Autoscaler). Measures the node for them.
class Admission {
 public:
  /// `options` outlive it. `limit`: what the node's ranks are to stay below, all together.
  Admission(const FarmOptions& options, base::Bytes limit);

  /// Has those look at the node whose time it is. `waiting`: tasks for it, wherever they wait.
  void look(const Tick& tick, Roster& roster, double waiting, base::Seconds now);
  [[nodiscard]] base::Seconds next_look() const;

  /// A lease has begun, whose tasks need so much of their rank, and so many run now; one has ended, whose
  /// largest process took so much; the processes of a rank with so many running leases take so much now.
  void begun(base::Bytes need, std::uint32_t running);
  void ended(base::Bytes process) { processes_.ended(process); }
  void seen(base::Bytes processes, std::uint32_t running) { processes_.seen(processes, running); }

  /// Whether one more lease may begin beside so many.
  [[nodiscard]] bool admits(std::uint32_t open) const;
  /// Whether slots stand empty for want of permission.
  [[nodiscard]] bool is_scarce() const { return permits_.are_scarce() || scaler_.are_scarce(); }
  /// The part of `slots` that memory allows.
  [[nodiscard]] double share_by_memory(std::uint32_t slots) const;

  /// Sets what is told of permits and scale; `status.slots` is set.
  void tell(NodeStatus& status) const;

 private:
  [[nodiscard]] double share_in_use(const Tick& tick, Roster& roster) const;
  void look_at_processes(double used, Roster& roster, double waiting, base::Seconds now);
  [[nodiscard]] double share_at_ease() const;
  void weigh_all(double used, const Roster& roster);
  [[nodiscard]] base::Bytes enough(std::uint32_t slots) const;
  [[nodiscard]] Autoscaler::Load load(const Tick& tick, const Roster& roster, double used, double waiting,
                                      base::Seconds now);
  void note_short_memory(std::uint32_t allowed);
  [[nodiscard]] std::uint32_t allowed() const;

  const FarmOptions& options_;
  const base::Bytes limit_;
  Permits permits_;
  ProcessMemory processes_;
  Autoscaler scaler_;
  std::uint32_t fewest_ = 0;        ///< that memory has allowed; 0: it was never short
  std::uint32_t most_running_ = 0;  ///< leases at once
  base::Bytes most_own_;            ///< of memory that the ranks took at once, without processes
  base::Bytes most_others_;         ///< that others took where it was theirs that pressed
  base::Bytes piece_need_;          ///< of a lease at most, in its rank
  base::Seconds cpu_;               ///< that the node had taken when the autoscaler last looked
  base::Seconds cpu_looked_;        ///< when that was; 0: never
};

}  // namespace winnow::farm
