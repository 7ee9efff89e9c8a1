#pragma once
// What known columns mean, so that result files can say it.

#include <optional>
#include <string_view>

namespace winnow::read {

struct Description {
  std::string_view unit;       ///< in the spelling of UDUNITS: "s"; "1" for counts, ratios and probabilities
  std::string_view long_name;  ///< "mean message latency"
};

/// The meaning of a column of The ONE's MessageStatsReport; nothing for a column it does not have.
[[nodiscard]] std::optional<Description> describe(std::string_view column);

}  // namespace winnow::read
