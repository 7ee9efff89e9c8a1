#include "winnow/evolve/polish.hpp"

#include <algorithm>
#include <cmath>
#include <exception>
#include <nlopt.hpp>
#include <stdexcept>
#include <utility>

namespace winnow::evolve {
namespace {

/// The objective as NLopt sees it: of the coordinates that move, scaled to [0, 1], and finite everywhere.
class LocalProblem {
 public:
  LocalProblem(const Space& space, std::span<const double> values, const Outcome& outcome,
               const PolishOptions& options, const Evaluate& evaluate)
      : space_(space),
        options_(options),
        evaluate_(evaluate),
        search_(space.dimension()),
        best_{{values.begin(), values.end()}, outcome, 0},
        worst_(std::isfinite(outcome.objective) ? outcome.objective : 0) {
    space.search_of(values, search_);
    for (std::size_t j = 0; j < space.dimension(); ++j) {
      const auto& parameter = space.parameters()[j];
      if (parameter.type == ParameterType::real && parameter.step == 0) moving_.push_back(j);
    }
  }

  [[nodiscard]] std::size_t dimension() const { return moving_.size(); }
  [[nodiscard]] const Polished& best() const { return best_; }

  [[nodiscard]] std::vector<double> start() const {
    std::vector<double> unit;
    for (const auto j : moving_) {
      unit.push_back(std::clamp((search_[j] - space_.lower()[j]) / width(j), 0.0, 1.0));
    }
    return unit;
  }

  double objective(const std::vector<double>& unit, std::vector<double>& gradient) {
    if (!gradient.empty()) differentiate(unit, gradient);
    return finite(outcome_at(unit));
  }

  double violation(const std::vector<double>& unit) {
    const double violation = outcome_at(unit).violation;
    return std::isfinite(violation) ? violation : 1;
  }

  /// What the objective has thrown, which NLopt would swallow.
  void rethrow() const {
    if (thrown_) std::rethrow_exception(thrown_);
  }

 private:
  Outcome evaluate(std::span<const double> values) {
    try {
      return evaluate_(values);
    } catch (...) {
      thrown_ = std::current_exception();
      throw nlopt::forced_stop();
    }
  }

  [[nodiscard]] double width(std::size_t j) const { return space_.upper()[j] - space_.lower()[j]; }

  const Outcome& outcome_at(const std::vector<double>& unit) {
    if (unit == last_point_) return last_outcome_;
    if (best_.evaluations >= options_.evaluations) throw nlopt::forced_stop();
    for (std::size_t k = 0; k < moving_.size(); ++k) {
      const auto j = moving_[k];
      search_[j] = std::min(space_.lower()[j] + unit[k] * width(j), space_.upper()[j]);
    }
    std::vector<double> values(space_.dimension());
    space_.values_of(search_, values);
    ++best_.evaluations;
    last_outcome_ = sanitized(evaluate(values));
    last_point_ = unit;
    if (!last_outcome_.stands_in && is_better(last_outcome_, best_.outcome)) {
      best_.outcome = last_outcome_;
      best_.values = std::move(values);
    }
    return last_outcome_;
  }

  double finite(const Outcome& outcome) {
    const bool counts =
        !outcome.stands_in && (options_.method == PolishMethod::cobyla || outcome.violation == 0);
    if (!std::isfinite(outcome.objective) || !counts) return worst_ + std::abs(worst_) + 1;
    worst_ = std::max(worst_, outcome.objective);
    return outcome.objective;
  }

  // The step balances rounding and truncation: the cube root of the precision (Nocedal and Wright, "Numerical
  // Optimization", 2nd ed., equation 8.8). At a bound the difference is one-sided.
  void differentiate(const std::vector<double>& unit, std::vector<double>& gradient) {
    constexpr double step = 6.055454452393343e-06;
    auto point = unit;
    for (std::size_t k = 0; k < unit.size(); ++k) {
      const double upper = std::min(unit[k] + step, 1.0);
      const double lower = std::max(unit[k] - step, 0.0);
      point[k] = upper;
      const double above = finite(outcome_at(point));
      point[k] = lower;
      const double below = finite(outcome_at(point));
      point[k] = unit[k];
      gradient[k] = (above - below) / (upper - lower);
    }
  }

  const Space& space_;
  const PolishOptions& options_;
  const Evaluate& evaluate_;
  std::vector<std::size_t> moving_;
  std::vector<double> search_;
  Polished best_;
  double worst_;  ///< the largest finite objective seen
  std::vector<double> last_point_;
  Outcome last_outcome_;
  std::exception_ptr thrown_;
};

nlopt::algorithm algorithm_of(PolishMethod method) {
  switch (method) {
    case PolishMethod::bobyqa:
      return nlopt::LN_BOBYQA;
    case PolishMethod::cobyla:
      return nlopt::LN_COBYLA;
    case PolishMethod::lbfgs:
      return nlopt::LD_LBFGS;
  }
  return nlopt::LN_BOBYQA;
}

double call_objective(const std::vector<double>& unit, std::vector<double>& gradient, void* problem) {
  return static_cast<LocalProblem*>(problem)->objective(unit, gradient);
}

double call_violation(const std::vector<double>& unit, std::vector<double>&, void* problem) {
  return static_cast<LocalProblem*>(problem)->violation(unit);
}

/// Of the range: the neighbourhood that a finished search is taken to be in.
constexpr double first_step = 0.05;

void minimize(LocalProblem& problem, const PolishOptions& options) {
  nlopt::opt search(algorithm_of(options.method), static_cast<unsigned>(problem.dimension()));
  search.set_min_objective(call_objective, &problem);
  if (options.method == PolishMethod::cobyla) search.add_inequality_constraint(call_violation, &problem, 0);
  search.set_lower_bounds(0.0);
  search.set_upper_bounds(1.0);
  search.set_initial_step(first_step);
  search.set_xtol_abs(options.tolerance);
  search.set_ftol_rel(options.tolerance);
  auto point = problem.start();
  double value = 0;
  try {
    search.optimize(point, value);
  } catch (const std::runtime_error&) {
    // The evaluations are used up, the numbers allow no more, or an objective that fails leads nowhere: what
    // was seen until then counts.
  }
  problem.rethrow();
}

}  // namespace

Polished polish(const Space& space, std::span<const double> values, const Outcome& outcome,
                const PolishOptions& options, const Evaluate& evaluate) {
  LocalProblem problem(space, values, sanitized(outcome), options, evaluate);
  auto usable = options;
  const bool is_too_small = problem.dimension() == 1 && options.method == PolishMethod::bobyqa;
  if (is_too_small) usable.method = PolishMethod::cobyla;  // BOBYQA's models need two dimensions
  if (problem.dimension() > 0) minimize(problem, usable);
  return problem.best();
}

}  // namespace winnow::evolve
