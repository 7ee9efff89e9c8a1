#pragma once
// How many kernels of a node may run at once, moved by the memory that is in use there.

#include <cstdint>
#include <limits>

#include "winnow/base/units.hpp"
#include "winnow/farm/setup.hpp"

namespace winnow::farm {

/// A permit is the right to run one lease; there are as many as slots until memory presses. Where the node
/// uses the share eta of its memory or more, they are halved, once a step at most, because what ends gives
/// its memory back only later. Between `hold` · eta and eta no more may run than ran when that began. Below,
/// one permit more comes each step, until there is one for each slot again. There is always one.
class Permits {
 public:
  explicit Permits(const PermitRules& rules) : rules_(rules) {}

  /// Takes note of the share of its memory that the node uses (1: all of it), with so many slots and so many
  /// leases running. `now` never runs backwards.
  void look(double used, std::uint32_t slots, std::uint32_t running, base::Seconds now);

  /// How many leases may run at once.
  [[nodiscard]] std::uint32_t allowed() const { return allowed_; }
  /// Whether slots stand empty for want of permits.
  [[nodiscard]] bool are_scarce() const { return allowed_ != unbounded; }
  /// When to look again.
  [[nodiscard]] base::Seconds next_look() const { return next_look_; }

 private:
  static constexpr auto unbounded = std::numeric_limits<std::uint32_t>::max();

  PermitRules rules_;
  std::uint32_t allowed_ = unbounded;
  bool holds_ = false;  ///< the last look was at hold or above
  base::Seconds next_look_{0};
  base::Seconds next_cut_{0};
  base::Seconds next_rise_{0};
};

}  // namespace winnow::farm
