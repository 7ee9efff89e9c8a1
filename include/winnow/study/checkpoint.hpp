#pragma once
// [checkpoint]: what is kept of a run's work, so that it can be gone on with.

#include <string>

#include "winnow/base/units.hpp"
#include "winnow/study/word_or.hpp"

namespace winnow::study {

/// The initial values are the built-in defaults.
struct Checkpoint {
  NoneOr<base::Seconds> interval{base::Seconds{60}};  ///< between writes; none: nothing is kept
  AutoOr<std::string> path;                           ///< the folder that holds it; auto: the result's

  bool operator==(const Checkpoint&) const = default;
};

}  // namespace winnow::study
