#pragma once
// [optimize.failure]: what becomes of evaluations that fail.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "winnow/base/units.hpp"
#include "winnow/study/share.hpp"
#include "winnow/study/word_or.hpp"

namespace winnow::study {

/// Further tries of a failed evaluation: one number, or a table by kind of failure.
struct Retries {
  std::uint32_t other = 3;                                    ///< of the kinds that the table does not name
  std::map<std::string, std::uint32_t, std::less<>> by_kind;  ///< "timeout", "signal", …

  [[nodiscard]] std::uint32_t of(std::string_view kind) const {
    const auto found = by_kind.find(kind);
    return found != by_kind.end() ? found->second : other;
  }

  bool operator==(const Retries&) const = default;
};

/// What a failed evaluation counts as.
struct Penalty {
  enum class Kind : std::uint8_t {
    worst,       ///< worse than any that succeeded
    infeasible,  ///< worse than any that breaks constraints, too
    value
  };

  Kind kind = Kind::worst;
  double value = 0;  ///< of the objective, if that is the kind

  bool operator==(const Penalty&) const = default;
};

/// The initial values are the built-in defaults.
struct FailureHandling {
  NoneOr<base::Seconds> timeout;  ///< of an evaluation
  base::Seconds grace{0.2};       ///< beyond it, in which a result still counts
  base::Seconds kill{1};          ///< from SIGTERM to SIGKILL
  Retries max_retries;
  Penalty penalty;
  Share max_crash_rate{0.9};  ///< of the evaluations; above it the problem ends

  bool operator==(const FailureHandling&) const = default;
};

}  // namespace winnow::study
