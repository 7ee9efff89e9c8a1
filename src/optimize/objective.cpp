#include "winnow/optimize/objective.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace winnow::optimize {
namespace {

/// Makes a failure of an output that is no finite number.
void refuse_not_finite(const ObjectiveMaker& maker, Evaluation& evaluation) {
  if (evaluation.failed()) return;
  const auto found =
      std::ranges::find_if(evaluation.outputs, [](double output) { return !std::isfinite(output); });
  if (found == evaluation.outputs.end()) return;
  const auto index = static_cast<std::size_t>(found - evaluation.outputs.begin());
  evaluation.status = Status::not_a_number;
  evaluation.reason = fmt::format("{} is {}", maker.outputs()[index], *found);
  evaluation.outputs.clear();
}

}  // namespace

void evaluate_checked(Objective& objective, const ObjectiveMaker& maker, std::span<const double> values,
                      std::span<Evaluation> evaluations) {
  for (auto& evaluation : evaluations) evaluation.clear();
  objective.evaluate(values, evaluations);
  for (auto& evaluation : evaluations) refuse_not_finite(maker, evaluation);
}

}  // namespace winnow::optimize
