#pragma once
// [farm.autoscale]: how the number of tasks that run at once on a node follows what they use.

#include <cstdint>
#include <string>

#include "winnow/base/units.hpp"
#include "winnow/study/share.hpp"
#include "winnow/study/word_or.hpp"

namespace winnow::study {

/// The initial values are the built-in defaults. Targets are per task that runs.
struct Autoscale {
  bool enabled = false;
  NoneOr<Share> cpu{Share{0.70}};     ///< share of a core that a task uses
  NoneOr<Share> memory{Share{0.80}};  ///< share of the node's limit in use, beyond which fewer run
  NoneOr<double> queue{50.0};         ///< tasks that wait for each that runs
  NoneOr<std::string> metric;         ///< any other quantity that is sampled
  double metric_target = 1;           ///< of that, in its own units
  std::uint32_t floor = 1;            ///< tasks at once on a node
  AutoOr<std::uint32_t> ceiling;      ///< likewise; auto, and at most: the plan's workers
  base::Seconds window{60};           ///< within which the highest number counts
  base::Seconds interval{5};          ///< between two looks

  bool operator==(const Autoscale&) const = default;
};

}  // namespace winnow::study
