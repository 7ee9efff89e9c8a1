#include "winnow/report/recent_rate.hpp"

#include <algorithm>
#include <utility>

namespace winnow::report {
namespace {

constexpr base::Seconds stretch{10};
constexpr std::uint64_t fewest_completions = 5;

/// Marks closer together than that are one.
constexpr base::Seconds resolution{0.25};
constexpr std::size_t most_marks = 64;

}  // namespace

void RecentRate::add(base::Seconds now, std::uint64_t done, std::uint64_t workers) {
  if (now <= now_) return;
  now_ = now;
  workers_ = std::max<std::uint64_t>(1, workers);
  if (done < marks_.back().done) marks_.assign(1, {now, done});
  if (done > marks_.back().done) put({now, done});
}

void RecentRate::put(const Mark& mark) {
  const auto count = marks_.size();
  if (count > 1 && mark.at - marks_[count - 2].at < resolution) marks_.pop_back();
  marks_.push_back(mark);
  while (marks_.size() > 2 && is_enough(marks_[1], mark.at)) marks_.pop_front();
  if (marks_.size() > most_marks) thin_out();
}

/// Every second one goes, neither the first nor the last.
void RecentRate::thin_out() {
  std::deque<Mark> kept;
  for (std::size_t i = 0; i < marks_.size(); ++i) {
    if (i % 2 == 0 || i + 1 == marks_.size()) kept.push_back(marks_[i]);
  }
  marks_ = std::move(kept);
}

bool RecentRate::is_enough(const Mark& begin, base::Seconds end) const {
  return end - begin.at >= stretch &&
         marks_.back().done - begin.done >= std::max(fewest_completions, workers_);
}

/// The newest that is enough; else the oldest.
const RecentRate::Mark& RecentRate::begin_of(base::Seconds end) const {
  const auto found =
      std::find_if(marks_.rbegin(), marks_.rend(), [&](const Mark& mark) { return is_enough(mark, end); });
  return found != marks_.rend() ? *found : marks_.front();
}

double RecentRate::rate() const {
  const auto& last = marks_.back();
  const auto rate_until = [&](base::Seconds end) {
    const auto& begin = begin_of(end);
    return static_cast<double>(last.done - begin.done) / (end - begin.at).count;
  };
  if (marks_.size() < 2) return 0;
  const double rate = rate_until(last.at);
  const double expected = static_cast<double>(workers_ + 1);  // by now, if every worker takes its usual time
  const bool stalls = (now_ - last.at).count * rate > expected;
  return stalls ? rate_until(now_) : rate;
}

}  // namespace winnow::report
