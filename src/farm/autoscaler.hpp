#pragma once
// How many kernels of a node may run at once, moved by what they use and by what waits for them.

#include <cstdint>
#include <deque>
#include <limits>
#include <optional>

#include "winnow/base/units.hpp"
#include "winnow/farm/setup.hpp"
#include "winnow/farm/status.hpp"

namespace winnow::farm {

/// The horizontal pod autoscaler of Kubernetes (kubernetes.io/docs/tasks/run-application/
/// horizontal-pod-autoscale, "Algorithm details"), with kernels in the place of pods:
///
///     desired = ceil(allowed · measured / target)
///
/// where `measured` is a mean over those allowed. A ratio within a tenth of 1 changes nothing; of several
/// measures the one that asks for most counts; more are allowed at once, fewer only when that was asked for
/// throughout a window. Other than there, memory is never a reason for more: beyond its target it is a bound
/// of the others, at once, of floor(allowed · target / used).
///
/// All are allowed at first, and never fewer than the floor, nor than one, nor more than the ceiling.
class Autoscaler {
 public:
  explicit Autoscaler(const AutoscaleRules& rules) : rules_(rules) {}

  /// What was measured since the last look; nothing: not known.
  struct Load {
    std::optional<double> cpu{};      ///< cores in use by all kernels together
    std::optional<double> memory{};   ///< share of the node's that is in use
    std::optional<double> waiting{};  ///< tasks that wait for the node
    std::optional<double> metric{};
    std::optional<double> tasks{};  ///< that wait for the node or are in hand there
  };

  /// `slots`: the kernels that there are. `now` never runs backwards.
  void look(const Load& load, std::uint32_t slots, base::Seconds now);

  /// How many leases may run at once.
  [[nodiscard]] std::uint32_t allowed() const { return allowed_; }
  [[nodiscard]] bool are_scarce() const { return allowed_ != unbounded; }
  /// What the number goes by.
  [[nodiscard]] ScaleCause cause() const { return cause_; }
  /// The most that was asked for throughout a window, whether or not there are so many, and that there were
  /// tasks for; 0: none was over yet; most_wanted: what was asked for is no number to go by.
  [[nodiscard]] std::uint32_t wanted() const { return wanted_; }
  [[nodiscard]] base::Seconds next_look() const { return next_look_; }

 private:
  static constexpr auto unbounded = std::numeric_limits<std::uint32_t>::max();

  struct Advice {
    base::Seconds at;
    std::uint32_t desired = 0;
    ScaleCause cause = ScaleCause::none;
    std::uint32_t occupied = 0;  ///< of those desired, for which there are tasks
  };

  [[nodiscard]] Advice advice_on(const Load& load, std::uint32_t current, base::Seconds now) const;
  [[nodiscard]] Advice steadied(base::Seconds now) const;
  void remember(const Advice& advice);
  [[nodiscard]] std::optional<std::uint32_t> bound_of_memory(const Load& load, std::uint32_t current) const;

  AutoscaleRules rules_;
  std::uint32_t allowed_ = unbounded;
  std::uint32_t wanted_ = 0;
  ScaleCause cause_ = ScaleCause::none;
  std::deque<Advice> advices_;  ///< of the window, and the last one before it
  base::Seconds next_look_;
};

}  // namespace winnow::farm
