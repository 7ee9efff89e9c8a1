#include "farm/batch_climber.hpp"

#include <algorithm>
#include <bit>

namespace winnow::farm {
namespace {

/// To hand a batch out and to hear of its end, about, as benchmarks of the farm have it.
constexpr base::Seconds handing_over{25e-6};

constexpr double weight_of_newest = 0.3;
constexpr std::uint32_t batches_for_a_verdict = 3;
constexpr std::uint32_t batches_a_trial = 16;

// With the noise of a busy machine in mind. That both cannot hold of two sizes keeps them from taking turns.
constexpr double good_deal_better = 1.1;
constexpr double as_good = 1.0;

std::size_t level_of(std::uint64_t tasks) {
  return static_cast<std::size_t>(std::bit_width(tasks)) - 1;
}

}  // namespace

void BatchClimber::measured(std::uint64_t tasks, std::uint64_t failed, base::Seconds busy) {
  if (tasks == 0) return;
  auto& score = scores_[std::min(level_of(tasks), levels - 1)];
  const auto done = static_cast<double>(tasks - std::min(tasks, failed));
  const double weight = score.batches == 0 ? 1.0 : weight_of_newest;
  score.mean += weight * (done / (busy + handing_over).count - score.mean);
  ++score.batches;
  settle();
}

std::optional<double> BatchClimber::score(std::size_t level) const {
  const auto& known = scores_[level];
  return known.batches < batches_for_a_verdict ? std::nullopt : std::optional(known.mean);
}

/// Takes a neighbour in the place of the size in use, if it is better, and then has its own neighbours judged
/// by what is measured from then on.
void BatchClimber::settle() {
  const auto used = std::min(level_, bound_);
  const auto now = score(used);
  if (!now) return;
  const auto smaller = used > 0 ? score(used - 1) : std::nullopt;
  const auto larger = used < bound_ ? score(used + 1) : std::nullopt;
  if (smaller && *smaller > good_deal_better * *now) {
    level_ = used - 1;
  } else if (larger && *larger >= as_good * *now) {
    level_ = used + 1;
  } else {
    return;
  }
  for (std::size_t level = 0; level < levels; ++level) {
    if (level != level_) scores_[level] = {};
  }
}

std::uint64_t BatchClimber::size(std::uint64_t most) const {
  const auto bound = level_of(std::max<std::uint64_t>(1, most));
  return level_ >= bound ? std::max<std::uint64_t>(1, most) : std::uint64_t{1} << level_;
}

std::uint64_t BatchClimber::next(std::uint64_t most) {
  bound_ = std::min(level_of(std::max<std::uint64_t>(1, most)), levels - 1);
  const auto now = size(most);
  ++cut_;
  if (cut_ % batches_a_trial != 0) return now;
  const bool tries_larger = cut_ / batches_a_trial % 2 == 0 && now * 2 <= most;
  return tries_larger ? now * 2 : std::max<std::uint64_t>(1, now / 2);
}

}  // namespace winnow::farm
