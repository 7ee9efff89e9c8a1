#include "farm/autoscaler.hpp"

#include <algorithm>
#include <cmath>

namespace winnow::farm {
namespace {

/// --horizontal-pod-autoscaler-tolerance of the controller manager.
constexpr double tolerance = 0.1;

/// What rounding may add to a number that is whole.
constexpr double rounding = 1e-9;

/// ceil(current · ratio), but `current` where the ratio is as good as 1.
std::uint32_t scaled(std::uint32_t current, double ratio) {
  if (std::abs(ratio - 1) <= tolerance) return current;
  return static_cast<std::uint32_t>(
      std::clamp(std::ceil(current * ratio - rounding), 1.0, double{most_wanted}));
}

/// Of those that are desired, how many would have had something to do.
std::uint32_t occupied(std::uint32_t desired, std::optional<double> tasks) {
  if (!tasks || *tasks >= desired || desired >= most_wanted) return desired;
  return static_cast<std::uint32_t>(std::max(1.0, std::ceil(*tasks)));
}

}  // namespace

void Autoscaler::look(const Load& load, std::uint32_t slots, base::Seconds now) {
  next_look_ = now + rules_.interval;
  const auto ceiling = std::max(1U, std::min(rules_.ceiling, slots));
  const auto floor = std::clamp(rules_.floor, 1U, ceiling);
  const auto current = std::min(allowed_, ceiling);
  if (advices_.empty()) advices_.push_back({now, ceiling, ScaleCause::none, ceiling});
  remember(advice_on(load, current, now));
  const auto advice = steadied(now);
  auto next = std::clamp(advice.desired, floor, ceiling);
  auto cause = advice.cause;
  if (const auto bound = bound_of_memory(load, current); bound && *bound < next) {
    next = std::max(floor, *bound);
    cause = ScaleCause::memory;
  }
  if (next != current || next == ceiling) cause_ = next == ceiling ? ScaleCause::none : cause;
  allowed_ = next >= slots ? unbounded : next;
}

Autoscaler::Advice Autoscaler::advice_on(const Load& load, std::uint32_t current, base::Seconds now) const {
  Advice advice{now, 0, ScaleCause::none, 0};
  const auto take = [&](std::optional<double> value, std::optional<double> target, ScaleCause cause) {
    if (!value || !target) return;
    const auto desired = scaled(current, *value / (*target * current));
    if (desired > advice.desired) advice = {now, desired, cause, 0};
  };
  take(load.cpu, rules_.cpu, ScaleCause::cpu);
  take(load.waiting, rules_.queue, ScaleCause::queue);
  if (load.metric) take(*load.metric * current, rules_.metric, ScaleCause::metric);
  if (advice.desired == 0) advice.desired = advices_.back().desired;  // nothing is known: as before
  advice.occupied = occupied(advice.desired, load.tasks);
  return advice;
}

/// Forgets what no longer counts: of the advices before the window the last one stays, which held when it
/// began.
void Autoscaler::remember(const Advice& advice) {
  advices_.push_back(advice);
  const auto begin = advice.at - rules_.window;
  while (advices_.size() > 2 && advices_[1].at <= begin) advices_.pop_front();
  if (advices_.front().at > begin) return;
  const auto least = std::ranges::min_element(advices_, {}, &Advice::occupied);
  wanted_ = std::max(wanted_, std::min(least->occupied, rules_.ceiling));  // more nodes would have it, too
}

/// The highest advice of the window.
Autoscaler::Advice Autoscaler::steadied(base::Seconds now) const {
  const auto begin = now - rules_.window;
  Advice highest = advices_.back();
  for (const auto& advice : advices_) {
    if (advice.at > begin && advice.desired > highest.desired) highest = advice;
  }
  return highest;
}

std::optional<std::uint32_t> Autoscaler::bound_of_memory(const Load& load, std::uint32_t current) const {
  if (!load.memory || !rules_.memory || *load.memory <= *rules_.memory) return std::nullopt;
  return static_cast<std::uint32_t>(
      std::max(1.0, std::floor(current * *rules_.memory / *load.memory + rounding)));
}

}  // namespace winnow::farm
