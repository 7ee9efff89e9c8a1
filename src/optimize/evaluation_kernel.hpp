#pragma once
// Evaluates what the search sends, on whatever rank.

#include <cstdint>
#include <memory>
#include <vector>

#include "optimize/task_codec.hpp"
#include "winnow/base/clock.hpp"
#include "winnow/farm/job.hpp"
#include "winnow/optimize/problem.hpp"

namespace winnow::optimize {

class EvaluationKernel final : public farm::Kernel {
 public:
  /// Both outlive it. `rank` is where it runs.
  EvaluationKernel(const std::vector<Problem>& problems, const base::Clock& clock, farm::Rank rank);

  /// Throws base::Failure where an objective cannot be made.
  base::Result<farm::TaskEnd> run(const farm::Task& task) override;
  void take(base::Buffer& /*partial*/) override {}

 private:
  [[nodiscard]] EvaluateAnswer evaluate(const EvaluateTask& task);
  [[nodiscard]] AdvanceAnswer advance(const AdvanceTask& task);
  Objective& objective_of(std::uint16_t problem);

  const std::vector<Problem>& problems_;
  const base::Clock& clock_;
  farm::Rank rank_;
  std::vector<std::unique_ptr<Objective>> objectives_;  ///< by problem; made when first needed
};

}  // namespace winnow::optimize
