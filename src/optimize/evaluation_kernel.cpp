#include "optimize/evaluation_kernel.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "optimize/tally.hpp"
#include "winnow/base/operations.hpp"
#include "winnow/evolve/optimizer.hpp"

namespace winnow::optimize {

EvaluationKernel::EvaluationKernel(const std::vector<Problem>& problems, const base::Clock& clock,
                                   farm::Rank rank, PeakNote& peak, base::Profile* profile)
    : problems_(problems),
      clock_(clock),
      rank_(rank),
      peak_(peak),
      profile_(profile),
      objectives_(problems.size()) {
}

base::Result<farm::TaskEnd> EvaluationKernel::run(const farm::Task& task) {
  farm::TaskEnd end;
  largest_process_ = {};
  end.answer =
      std::visit([this](const auto& wanted) { return encode(work(wanted)); }, decode_task(task.payload));
  end.processes = largest_process_;
  return end;
}

void EvaluationKernel::note(base::Bytes peak) {
  peak_.tell(peak);
  largest_process_ = std::max(largest_process_, peak);
}

Objective& EvaluationKernel::objective_of(std::uint16_t problem) {
  auto& objective = objectives_.at(problem);
  if (!objective) objective = base::value_or_throw(problems_[problem].objective->make());
  return *objective;
}

EvaluateAnswer EvaluationKernel::work(const EvaluateTask& task) {
  auto& objective = objective_of(task.problem);
  base::Operation op(profile_, base::operations::evaluate);
  op.items(task.candidates.size());
  EvaluateAnswer answer;
  answer.rank = rank_;
  answer.started = clock_.now();
  answer.evaluations.resize(task.candidates.size());
  for (std::size_t i = 0; i < answer.evaluations.size(); ++i) {
    answer.evaluations[i].id = task.candidates.ids[i];
  }
  evaluate_checked(objective, *problems_[task.problem].objective, task.candidates.values, answer.evaluations);
  answer.busy = clock_.now() - answer.started;
  const auto each = answer.busy * (1 / static_cast<double>(answer.evaluations.size()));
  for (auto& evaluation : answer.evaluations) {
    evaluation.duration = each;
    note(evaluation.peak);
  }
  return answer;
}

evolve::Evaluate EvaluationKernel::evaluator_of(std::uint16_t problem, Ends& ends) {
  one_.resize(1);
  return [this, &ends, &objective = objective_of(problem),
          &of = problems_[problem]](std::span<const double> values) {
    evaluate_checked(objective, *of.objective, values, one_);
    const auto& evaluation = one_.front();
    ends.count(evaluation);
    note(evaluation.peak);
    return of.judge.outcome_of(evaluation);
  };
}

AdvanceAnswer EvaluationKernel::work(const AdvanceTask& task) {
  const auto& problem = problems_.at(task.problem);
  base::Operation op(profile_, base::operations::evaluate);
  base::Decoder in(task.state);
  auto optimizer = base::value_or_throw(evolve::restore_optimizer(problem.space, problem.options, in));
  AdvanceAnswer answer;
  const auto evaluate = evaluator_of(task.problem, answer.ends);
  // Failures are judged after each generation, so that it does not matter how the search is cut.
  const auto goes_on = [&] {
    auto ended = optimizer->take_generations();
    if (ended.empty()) return true;
    std::ranges::move(ended, std::back_inserter(answer.generations));
    return !too_many_fail(task.failures + answer.ends.failures(),
                          task.evaluations + answer.ends.evaluations(), problem.max_crash_rate);
  };
  const auto began = clock_.now();
  answer.evaluations = evolve::advance(*optimizer, evaluate, task.limit, goes_on);
  answer.busy = clock_.now() - began;
  op.items(answer.evaluations);
  base::Encoder out(answer.state);
  optimizer->save(out);
  return answer;
}

}  // namespace winnow::optimize
