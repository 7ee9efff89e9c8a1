#include "optimize/pace.hpp"

#include <algorithm>
#include <cmath>

namespace winnow::optimize {
namespace {

/// A generation that is handed out pays for the way there and back, a few thread switches and messages.
constexpr base::Seconds round_trip{200e-6};

/// A task of that much work is worth its coding, some microseconds. Messages are no concern here: the farm
/// puts tasks together, and can share a generation the better, the smaller and the more equal they are.
constexpr base::Seconds worthwhile{1e-4};

/// Handing out shall save some times what it costs.
constexpr double margin = 3;

/// A single worker gains nothing from what is handed out, but that somebody sees it go on.
constexpr base::Seconds longest_generation_alone{10e-3};

/// For so long a search may be on its own: a checkpoint, a stop and a look at the progress wait for it.
constexpr base::Seconds longest_stretch{0.1};

/// Tasks of a generation for each worker, so that the slow ones even out.
constexpr std::size_t tasks_per_worker = 4;

/// The share that a new measurement has in the mean.
constexpr double novelty = 0.3;

}  // namespace

void Pace::measured(std::uint64_t evaluations, base::Seconds busy) {
  if (evaluations == 0) return;
  const auto each = busy * (1 / static_cast<double>(evaluations));
  cost_ = is_known() ? cost_ * (1 - novelty) + each * novelty : each;
  evaluations_ += evaluations;
}

std::size_t Pace::first_workers(std::size_t parameters) const {
  constexpr std::size_t few = 5;
  constexpr std::size_t some = 15;
  if (parameters < few) return 1;
  return parameters < some ? std::max<std::size_t>(1, workers_ / 2) : workers_;
}

std::size_t Pace::slice(std::size_t ready) const {
  const auto fair = std::max<std::size_t>(1, ready / (tasks_per_worker * workers_));
  if (!is_known() || cost_ >= worthwhile) return 1;
  const auto wanted = std::ceil(worthwhile.count / std::max(cost_.count, 1e-9));
  return std::clamp<std::size_t>(static_cast<std::size_t>(wanted), 1, fair);
}

bool Pace::is_better_alone(std::size_t population) const {
  if (!is_known()) return false;
  const auto generation = cost_ * static_cast<double>(population);
  if (workers_ == 1) return generation <= longest_generation_alone;
  return generation * (1 - 1 / static_cast<double>(workers_)) <= round_trip * margin;
}

std::uint64_t Pace::stretch() const {
  return static_cast<std::uint64_t>(std::max(1.0, longest_stretch.count / std::max(cost_.count, 1e-9)));
}

}  // namespace winnow::optimize
