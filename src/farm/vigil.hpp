#pragma once
// Who has been silent for too long.

#include <algorithm>

#include "winnow/base/units.hpp"

namespace winnow::farm {

/// Judges silence, but not after an absence of its own: a rank that was held up finds everybody's last word
/// old because it did not listen, and gives them all another chance.
class Vigil {
 public:
  /// `beat`: how often look() is called, at least.
  Vigil(base::Seconds silence, base::Seconds beat) : silence_(silence), beat_(beat) {}

  void look(base::Seconds now) {
    if (now - looked_ > beat_ * 2) since_ = now;
    looked_ = now;
  }

  /// Whether someone who last spoke at `heard` is lost.
  [[nodiscard]] bool lost(base::Seconds heard, base::Seconds now) const {
    return now - std::max(heard, since_) > silence_;
  }

 private:
  base::Seconds silence_;
  base::Seconds beat_;
  base::Seconds looked_{-base::Seconds::never().count};
  base::Seconds since_{};
};

}  // namespace winnow::farm
