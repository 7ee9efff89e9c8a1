#pragma once
// [farm]: how tasks are handed out.

#include <cstdint>

#include "winnow/base/units.hpp"
#include "winnow/study/autoscale.hpp"
#include "winnow/study/word_or.hpp"

namespace winnow::study {

/// The initial values are the built-in defaults.
struct Farm {
  NoneOr<base::Seconds> timeout;                      ///< per task
  std::uint32_t max_retries = 3;                      ///< of a failed task, before it is quarantined
  base::Seconds heartbeat{1};                         ///< ten of them without a sign, and a rank is lost
  AutoOr<std::uint32_t> batch;                        ///< tasks per message
  std::uint32_t batch_min = 1;                        ///< tasks per message, where it is measured
  std::uint32_t batch_max = 4096;                     ///< likewise
  std::uint32_t prefetch = 1;                         ///< tasks that wait at a worker
  std::uint32_t queue = 100;                          ///< reports of a node that wait at rank 0
  NoneOr<base::Bytes> compress = base::kibibytes(1);  ///< from which messages between nodes are
  Autoscale autoscale;

  bool operator==(const Farm&) const = default;
};

}  // namespace winnow::study
