#pragma once
// What the processes that a node's tasks start take of its memory, and whether there is room for more.

#include <cstdint>
#include <limits>

#include "winnow/base/units.hpp"
#include "winnow/farm/setup.hpp"

namespace winnow::farm {

/// Permits follow the memory that is in use; a process that has just begun uses none yet, and takes in no
/// time what nobody has left for it. So each lease that runs is reckoned with what a process was seen to take
/// at most, as far as it has not taken it already, and one more begins only where that stays below eta. Where
/// nothing is known of them before, one lease runs at first, one more for each that has ended, and twice as
/// many after each step in which as many ran. One may always run. Does nothing where tasks start no
/// processes.
class ProcessMemory {
 public:
  explicit ProcessMemory(const PermitRules& rules)
      : rules_(rules), need_(rules.process_need), tried_(rules.process_need.count > 0 ? unbounded : 1) {}

  /// The largest process of a lease that has ended took so much; 0: it has started none.
  void ended(base::Bytes peak);
  /// What the processes of a rank with so many leases running take now.
  void seen(base::Bytes taken, std::uint32_t running);
  /// What those of a lease were seen to take at most; 0: nothing is known of them.
  [[nodiscard]] base::Bytes need() const { return need_; }
  /// What `running` leases of a rank are reckoned to take yet, beyond what they are seen to.
  [[nodiscard]] base::Bytes to_come(base::Bytes taken, std::uint32_t running) const;
  /// Takes note of what is free below eta · limit, and that `to_come` of it will be taken by the `open`
  /// leases.
  void look(base::Bytes free, base::Bytes to_come, std::uint32_t open, base::Seconds now);

  /// Whether what is free is too little for one more lease beside so many.
  [[nodiscard]] bool is_short(std::uint32_t open) const;
  /// Whether one more lease may begin beside so many.
  [[nodiscard]] bool admits(std::uint32_t open) const;
  /// One more has begun.
  void begun();

 private:
  static constexpr auto unbounded = std::numeric_limits<std::uint32_t>::max();

  PermitRules rules_;
  base::Bytes need_;  ///< of a lease
  base::Bytes free_ = base::Bytes::unlimited();
  std::uint32_t tried_;                              ///< leases that may run by what is known of others
  base::Seconds next_try_ = base::Seconds::never();  ///< with more of them; never: nobody has looked
};

}  // namespace winnow::farm
