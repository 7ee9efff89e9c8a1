#pragma once
// When memory that can be done without is to be given back.

#include "winnow/base/units.hpp"

namespace winnow::watch {

/// Fires when the level is reached, and then not again until use was below nine tenths of it: so use that
/// trembles about the level fires once. Where use stays at the level all the same, it fires once a minute,
/// for caches fill again.
class ReclaimTrigger {
 public:
  static constexpr double rearmed_below = 0.9;  ///< of the level
  static constexpr base::Seconds pause{60};

  /// So much is in use. True if memory is to be given back now. `now` never runs backwards.
  [[nodiscard]] bool reached(base::Bytes used, base::Bytes level, base::Seconds now);

 private:
  base::Seconds armed_at_;
};

}  // namespace winnow::watch
