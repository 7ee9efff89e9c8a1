#include "winnow/farm/interval_set.hpp"

#include <algorithm>
#include <iterator>

namespace winnow::farm {

void IntervalSet::insert(Number first, Number last) {
  if (first >= last) return;
  auto at = intervals_.upper_bound(first);
  if (at != intervals_.begin() && std::prev(at)->second >= first) {
    --at;
  } else {
    at = intervals_.emplace_hint(at, first, first);
  }
  Number end = std::max(at->second, last);
  Number counted = at->second - at->first;
  auto next = std::next(at);
  while (next != intervals_.end() && next->first <= end) {
    end = std::max(end, next->second);
    counted += next->second - next->first;
    next = intervals_.erase(next);
  }
  at->second = end;
  count_ += end - at->first - counted;
}

void IntervalSet::insert(const IntervalSet& other) {
  for (const auto& [first, last] : other.intervals_) insert(first, last);
}

void IntervalSet::erase(Number first, Number last) {
  if (first >= last) return;
  auto at = intervals_.upper_bound(first);
  if (at != intervals_.begin()) --at;
  while (at != intervals_.end() && at->first < last) {
    const auto [from, to] = *at;
    if (to <= first) {
      ++at;
      continue;
    }
    count_ -= std::min(to, last) - std::max(from, first);
    at = intervals_.erase(at);
    if (from < first) intervals_.emplace_hint(at, from, first);
    if (to > last) at = intervals_.emplace_hint(at, last, to);
  }
}

void IntervalSet::erase(const IntervalSet& other) {
  for (const auto& [first, last] : other.intervals_) erase(first, last);
}

bool IntervalSet::contains(Number number) const {
  const auto after = intervals_.upper_bound(number);
  return after != intervals_.begin() && std::prev(after)->second > number;
}

void IntervalSet::clear() {
  intervals_.clear();
  count_ = 0;
}

}  // namespace winnow::farm
