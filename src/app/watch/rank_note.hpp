#pragma once
// What a rank has to tell rank 0 while the farm runs, for those who look at the run from outside, and of its
// work, which rank 0 holds against that of the others.

#include <optional>
#include <span>
#include <vector>

#include "app/watch/alert_watch.hpp"
#include "winnow/base/codec.hpp"
#include "winnow/farm/status.hpp"
#include "winnow/watch/sample.hpp"

namespace winnow::app {

struct RankNote {
  std::optional<std::vector<RankAlert>> alerts{};  ///< all of the rank, if one has begun or ended since
  std::optional<watch::Sample> sample{};           ///< of the rank; of its node, if it is the first one there
  std::optional<farm::WorkerRecord> work{};        ///< so far; neither peak nor loss
};

/// Empty if there is nothing to tell.
[[nodiscard]] base::Buffer encode(const RankNote& note);
[[nodiscard]] RankNote decode_rank_note(std::span<const std::byte> bytes);

}  // namespace winnow::app
