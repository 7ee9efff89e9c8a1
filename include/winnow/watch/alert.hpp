#pragma once
// What a person should know of while a run goes on: what is watched, how an alert stands, and its words.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "winnow/base/error.hpp"
#include "winnow/base/units.hpp"

namespace winnow::watch {

/// Each rule compares one figure of a subject with a threshold.
enum class Rule : std::uint8_t {
  memory,      ///< of a node: what anybody has in use there over its limit
  run_memory,  ///< of a node: what the run takes there over the limit that the plan keeps to
  growth,      ///< of a rank: the lower bound of its memory's growth, bytes a minute
  open_files,  ///< of a rank: descriptors over how many it may have
  storage,     ///< of a rank's operation: bytes a second while it lasts
  hdf5,        ///< the same of the operations on the result file
  unsteady,    ///< of a rank's operation: deviation of its rate over the mean
  prediction,  ///< of a rank: what it and its programs have in use over what the plan predicted
  success,     ///< of a run: tasks or evaluations that succeeded over all that ended
  falling,     ///< of a run: tasks a second over those of before
  disk,        ///< of a folder: bytes that are left once the result is written
  slow_rank    ///< of a rank: time a task over the median of its peers
};

inline constexpr std::size_t rule_count = static_cast<std::size_t>(Rule::slow_rank) + 1;

enum class Severity : std::uint8_t { warning, critical };

struct RuleText {
  Rule rule;
  std::string_view name;   ///< as result files and [watch.alerts] call it; both rules of memory: "memory"
  std::string_view units;  ///< of its figure
  bool is_floor;           ///< what lies below the threshold is bad; else what lies above
  std::string_view figure_name;
  std::string_view cause;
  std::string_view advice;
};

[[nodiscard]] const RuleText& text_of(Rule rule);

/// "warning", "critical".
[[nodiscard]] std::string_view name_of(Severity severity);

struct Alert {
  Rule rule = Rule::memory;
  Severity severity = Severity::warning;
  std::string subject;  ///< "node n17", "rank 3 on n17", "journal_write of rank 3 on n17", "the run"
  double figure = 0;    ///< with which it began, in the rule's units
  double threshold = 0;
  base::Seconds began;
  std::optional<base::Seconds> ended;  ///< none: it goes on

  bool operator==(const Alert&) const = default;
};

/// A figure as people read it: "81.2 %", "12.5 MB/min", "2.6 times".
[[nodiscard]] std::string figure_text(Rule rule, double figure);

/// The alert in words, with no place: "node n17: memory in use by anybody over the node's limit: 81 %, above
/// 80 % (…): …".
[[nodiscard]] base::Error words_of(const Alert& alert);

}  // namespace winnow::watch
