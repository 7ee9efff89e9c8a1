#pragma once
// Keeps too many programs of a node from starting at once: what they load when they start, an interpreter's
// modules for one, comes from file systems and licence servers that many share.

#include <string>

#include "winnow/base/descriptor.hpp"
#include "winnow/base/units.hpp"

namespace winnow::program {

/// A process is starting until it has ended, or has run for a while. Places are addresses of local sockets
/// (unix(7), abstract): all gates of a node with the same name, of whatever process, share them, and nothing
/// is left of them when a process is killed. Thread-safe.
class StartGate {
 public:
  /// After so long a process counts as started unless the gate says otherwise: simulators have then read
  /// what they need.
  static constexpr base::Seconds usual_period{1.0};

  /// `name` is of the run and of what it starts; at most `places`, at least one, are starting at a time.
  StartGate(std::string name, unsigned places, base::Seconds period = usual_period);

  /// Waits for a place, which is held as long as what it gives is open. Gives none, and does not wait, once
  /// `stop` (-1: nothing) is readable, or where the system has no such addresses.
  [[nodiscard]] base::Descriptor enter(int stop) const;

  [[nodiscard]] base::Seconds period() const { return period_; }

 private:
  std::string name_;
  unsigned places_;
  base::Seconds period_;
};

}  // namespace winnow::program
