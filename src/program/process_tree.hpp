#pragma once
// What a program's process takes together with those that it has started.

#include <sys/types.h>

#include <optional>

#include "winnow/base/clock.hpp"
#include "winnow/base/units.hpp"

namespace winnow::program {

/// What a process and all that descend from it take of memory now, each page that they share counted once;
/// of one that a Spawner's helper has started also those whose parents have died.
/// Nothing where it has started no other that is still there: of one by itself the system knows the peak.
[[nodiscard]] std::optional<base::Bytes> memory_of_tree(pid_t root);

/// Looks at the tree of one process again and again: at first soon, each time a fourth later of what it has
/// run, so that what stays for so long is seen, and at least once a second; and so seldom that it takes a
/// fiftieth of a processor at most.
class TreeWatch {
 public:
  explicit TreeWatch(base::Seconds now) : started_(now), next_look_(now + first_pause) {}

  [[nodiscard]] base::Seconds next_look() const { return next_look_; }
  void look(pid_t root, const base::Clock& clock);

  /// The most that was seen; 0: it has started no others for as long.
  [[nodiscard]] base::Bytes peak() const { return peak_; }

 private:
  static constexpr base::Seconds first_pause{0.05};

  base::Seconds started_;
  base::Seconds next_look_;
  base::Bytes peak_;
};

}  // namespace winnow::program
