#pragma once
// Which alerts there are and were, from the figures that come in.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "winnow/base/units.hpp"
#include "winnow/watch/alert.hpp"

namespace winnow::watch {

/// Beyond which a rule's figure is an alert, in the rule's units; none: it is not.
struct Thresholds {
  std::optional<double> warning;
  std::optional<double> critical;
};

/// By rule.
using AlertLimits = std::array<Thresholds, rule_count>;

/// An alert begins with the first figure beyond its threshold and ends with the first that is not; a figure
/// at the threshold is well. Warning and critical are alerts of their own, so a subject can have both. Has no
/// clock: moments are the caller's. Not thread-safe.
class AlertBook {
 public:
  /// `most`: alerts that are kept; further ones are counted alone.
  explicit AlertBook(const AlertLimits& limits, std::size_t most = 1000);

  /// Takes in a subject's figure. Gives the alerts that begin with it and have never begun before: one that
  /// comes and goes is told of once, and kept each time. A figure that is no number changes nothing.
  std::vector<Alert> judge(Rule rule, std::string_view subject, double figure, base::Seconds now);

  /// Whether a figure of that rule can be an alert.
  [[nodiscard]] bool judges(Rule rule) const;

  /// In the order in which they began.
  [[nodiscard]] std::span<const Alert> alerts() const { return alerts_; }

  /// Those that began when no more were kept.
  [[nodiscard]] std::uint64_t unkept() const { return unkept_; }

 private:
  /// A condition that was met at least once.
  struct Condition {
    Rule rule;
    Severity severity;
    std::string subject;
    bool is_met = false;
    std::optional<std::size_t> alert = std::nullopt;  ///< the latest of it, among alerts_
  };

  [[nodiscard]] Condition* find(Rule rule, Severity severity, std::string_view subject);
  std::optional<Alert> judge(const Alert& candidate, bool is_beyond);
  std::optional<std::size_t> keep(const Alert& alert);

  AlertLimits limits_;
  std::size_t most_;
  std::vector<Condition> conditions_;
  std::vector<Alert> alerts_;
  std::uint64_t unkept_ = 0;
};

}  // namespace winnow::watch
