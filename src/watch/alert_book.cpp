#include "winnow/watch/alert_book.hpp"

#include <algorithm>
#include <cmath>

namespace winnow::watch {

AlertBook::AlertBook(const AlertLimits& limits, std::size_t most) : limits_(limits), most_(most) {
}

bool AlertBook::judges(Rule rule) const {
  const auto& limits = limits_[static_cast<std::size_t>(rule)];
  return limits.warning || limits.critical;
}

std::vector<Alert> AlertBook::judge(Rule rule, std::string_view subject, double figure, base::Seconds now) {
  std::vector<Alert> begun;
  if (std::isnan(figure)) return begun;
  const auto& limits = limits_[static_cast<std::size_t>(rule)];
  const auto try_threshold = [&](Severity severity, std::optional<double> threshold) {
    if (!threshold) return;
    const bool is_beyond = text_of(rule).is_floor ? figure < *threshold : figure > *threshold;
    auto alert = judge({rule, severity, std::string(subject), figure, *threshold, now, {}}, is_beyond);
    if (alert) begun.push_back(*std::move(alert));
  };
  try_threshold(Severity::warning, limits.warning);
  try_threshold(Severity::critical, limits.critical);
  return begun;
}

std::optional<Alert> AlertBook::judge(const Alert& candidate, bool is_beyond) {
  auto* condition = find(candidate.rule, candidate.severity, candidate.subject);
  if (condition == nullptr) {
    if (!is_beyond) return std::nullopt;
    conditions_.push_back({candidate.rule, candidate.severity, candidate.subject, true, keep(candidate)});
    return candidate;
  }
  if (condition->is_met && !is_beyond && condition->alert) alerts_[*condition->alert].ended = candidate.began;
  if (!condition->is_met && is_beyond) condition->alert = keep(candidate);
  condition->is_met = is_beyond;
  return std::nullopt;
}

std::optional<std::size_t> AlertBook::keep(const Alert& alert) {
  if (alerts_.size() == most_) {
    ++unkept_;
    return std::nullopt;
  }
  alerts_.push_back(alert);
  return alerts_.size() - 1;
}

AlertBook::Condition* AlertBook::find(Rule rule, Severity severity, std::string_view subject) {
  const auto found = std::ranges::find_if(conditions_, [&](const Condition& condition) {
    return condition.rule == rule && condition.severity == severity && condition.subject == subject;
  });
  return found != conditions_.end() ? &*found : nullptr;
}

}  // namespace winnow::watch
