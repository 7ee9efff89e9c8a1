#include "optimize/evaluation_kernel.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "winnow/evolve/optimizer.hpp"

namespace winnow::optimize {
namespace {

/// Makes a failure of an output that is no number.
void refuse_nan(const ObjectiveMaker& objective, Evaluation& evaluation) {
  if (evaluation.failed()) return;
  const auto found =
      std::ranges::find_if(evaluation.outputs, [](double output) { return std::isnan(output); });
  if (found == evaluation.outputs.end()) return;
  const auto index = static_cast<std::size_t>(found - evaluation.outputs.begin());
  evaluation.status = Status::not_a_number;
  evaluation.reason = fmt::format("{} is NaN", objective.outputs()[index]);
  evaluation.outputs.clear();
}

}  // namespace

EvaluationKernel::EvaluationKernel(const std::vector<Problem>& problems, const base::Clock& clock,
                                   farm::Rank rank)
    : problems_(problems), clock_(clock), rank_(rank), objectives_(problems.size()) {
}

base::Result<farm::TaskEnd> EvaluationKernel::run(const farm::Task& task) {
  const auto wanted = decode_task(task.payload);
  farm::TaskEnd end;
  if (const auto* candidates = std::get_if<EvaluateTask>(&wanted)) {
    end.answer = encode(evaluate(*candidates));
  } else {
    end.answer = encode(advance(std::get<AdvanceTask>(wanted)));
  }
  return end;
}

Objective& EvaluationKernel::objective_of(std::uint16_t problem) {
  auto& objective = objectives_.at(problem);
  if (!objective) objective = base::value_or_throw(problems_[problem].objective->make());
  return *objective;
}

EvaluateAnswer EvaluationKernel::evaluate(const EvaluateTask& task) {
  auto& objective = objective_of(task.problem);
  EvaluateAnswer answer;
  answer.rank = rank_;
  answer.started = clock_.now();
  answer.evaluations.resize(task.candidates.size());
  objective.evaluate(task.candidates.values, answer.evaluations);
  answer.busy = clock_.now() - answer.started;
  const auto each = answer.busy * (1 / static_cast<double>(answer.evaluations.size()));
  for (auto& evaluation : answer.evaluations) {
    evaluation.duration = each;
    refuse_nan(*problems_[task.problem].objective, evaluation);
  }
  return answer;
}

AdvanceAnswer EvaluationKernel::advance(const AdvanceTask& task) {
  const auto& problem = problems_.at(task.problem);
  auto& objective = objective_of(task.problem);
  base::Decoder in(task.state);
  auto optimizer = base::value_or_throw(evolve::restore_optimizer(problem.space, problem.options, in));
  AdvanceAnswer answer;
  const auto began = clock_.now();
  std::vector<Evaluation> one(1);
  auto& evaluation = one.front();
  const auto evaluate = [&](std::span<const double> values) {
    evaluation.status = Status::ok;
    objective.evaluate(values, one);
    refuse_nan(*problem.objective, evaluation);
    const auto kind = static_cast<std::size_t>(evaluation.status);
    if (answer.ends[kind]++ == 0 && evaluation.failed()) answer.reasons[kind] = evaluation.reason;
    return problem.judge.outcome_of(evaluation);
  };
  answer.evaluations = evolve::advance(*optimizer, evaluate, task.limit);
  answer.busy = clock_.now() - began;
  answer.generations = optimizer->take_generations();
  base::Encoder out(answer.state);
  optimizer->save(out);
  return answer;
}

}  // namespace winnow::optimize
