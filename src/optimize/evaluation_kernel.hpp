#pragma once
// Evaluates what the search sends, on whatever rank.

#include <atomic>
#include <cstdint>
#include <memory>
#include <vector>

#include "optimize/task_codec.hpp"
#include "winnow/base/clock.hpp"
#include "winnow/base/profile.hpp"
#include "winnow/farm/job.hpp"
#include "winnow/optimize/problem.hpp"

namespace winnow::optimize {

/// The largest process that a kernel has run. Told by the kernel's thread, asked by any.
class PeakNote {
 public:
  void tell(base::Bytes peak) {
    if (peak.count > highest_) highest_ = peak.count;
  }
  [[nodiscard]] base::Bytes highest() const { return {highest_}; }

 private:
  std::atomic<std::uint64_t> highest_ = 0;
};

class EvaluationKernel final : public farm::Kernel {
 public:
  /// All outlive it. `rank` is where it runs; `profile` may be null.
  EvaluationKernel(const std::vector<Problem>& problems, const base::Clock& clock, farm::Rank rank,
                   PeakNote& peak, base::Profile* profile);

  /// Throws base::Failure where an objective cannot be made.
  base::Result<farm::TaskEnd> run(const farm::Task& task) override;
  void take(base::Buffer& /*partial*/) override {}

 private:
  [[nodiscard]] EvaluateAnswer work(const EvaluateTask& task);
  [[nodiscard]] AdvanceAnswer work(const AdvanceTask& task);
  /// Evaluates one candidate at a time, and counts it in `ends`.
  [[nodiscard]] evolve::Evaluate evaluator_of(std::uint16_t problem, Ends& ends);
  Objective& objective_of(std::uint16_t problem);
  /// Of the process that has evaluated, if any did.
  void note(base::Bytes peak);

  const std::vector<Problem>& problems_;
  const base::Clock& clock_;
  farm::Rank rank_;
  PeakNote& peak_;
  base::Bytes largest_process_;  ///< of the task that runs
  base::Profile* profile_;
  std::vector<Evaluation> one_;                         ///< kept for its memory
  std::vector<std::unique_ptr<Objective>> objectives_;  ///< by problem; made when first needed
};

}  // namespace winnow::optimize
