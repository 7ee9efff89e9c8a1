#include "uneven_workers.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <optional>
#include <queue>
#include <utility>

namespace winnow::benchmarks {
namespace {

struct Evaluated {
  evolve::Told told;
  double takes;
};

struct Worker {
  Evaluated runs;
  std::optional<Evaluated> stock;
};

class Workers {
 public:
  Workers(evolve::Optimizer& optimizer, const evolve::Evaluate& evaluate, std::size_t count, RunTimes times)
      : optimizer_(optimizer), evaluate_(evaluate), workers_(count), times_(std::move(times)) {}

  void run() {
    for (std::size_t i = 0; i < workers_.size(); ++i) {
      if (auto next = ask()) start(i, *next, 0);
    }
    for (auto& worker : workers_) worker.stock = ask();
    while (!ends_.empty()) {
      const auto [now, index] = ends_.top();
      ends_.pop();
      auto& worker = workers_[index];
      const auto told = worker.runs.told;
      if (worker.stock) start(index, *std::exchange(worker.stock, {}), now);
      optimizer_.tell(std::span(&told, 1));
      worker.stock = ask();
    }
  }

 private:
  std::optional<Evaluated> ask() {
    candidates_.clear();
    if (optimizer_.ask(1, candidates_) == 0) return {};
    const auto outcome = evaluate_(candidates_.values_of(0));
    return Evaluated{{candidates_.ids.front(), outcome}, times_.next(outcome.objective)};
  }

  void start(std::size_t index, const Evaluated& evaluated, double now) {
    workers_[index].runs = evaluated;
    ends_.emplace(now + evaluated.takes, index);
  }

  evolve::Optimizer& optimizer_;
  const evolve::Evaluate& evaluate_;
  std::vector<Worker> workers_;
  RunTimes times_;
  evolve::Candidates candidates_;
  using End = std::pair<double, std::size_t>;
  std::priority_queue<End, std::vector<End>, std::greater<>> ends_;
};

}  // namespace

double RunTimes::share_of_better(double value) const {
  if (latest_.empty()) return 0.5;
  const auto better = std::ranges::count_if(latest_, [&](double other) { return other < value; });
  const auto equal = std::ranges::count(latest_, value);
  return (static_cast<double>(better) + 0.5 * static_cast<double>(equal)) /
         static_cast<double>(latest_.size());
}

// With s² = ln(1 + cv²), exp(N(−s²/2, s²)) has the mean 1. The normal deviate is Box and Muller's (Ann. Math.
// Stat. 29, 1958).
double RunTimes::next(double value) {
  constexpr double variance = std::numbers::ln2;
  const double radius = std::sqrt(-2 * std::log1p(-random_.uniform()));
  const double deviate = radius * std::cos(2 * std::numbers::pi * random_.uniform());
  const double time = std::exp(std::sqrt(variance) * deviate - variance / 2);
  if (kind_ == RunTime::independent) return time;
  const double place = 1 - 2 * share_of_better(value);  // from 1, the best, to −1, the worst
  latest_.push_back(value);
  if (latest_.size() > memory_) latest_.pop_front();
  return time * std::pow(3, kind_ == RunTime::longer_if_better ? place : -place);
}

void search_unevenly(evolve::Optimizer& optimizer, const evolve::Evaluate& evaluate, std::size_t workers,
                     RunTimes times) {
  Workers(optimizer, evaluate, workers, std::move(times)).run();
}

}  // namespace winnow::benchmarks
