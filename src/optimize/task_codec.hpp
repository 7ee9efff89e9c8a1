#pragma once
// What the search and its kernels say to each other, as the farm carries it.

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "winnow/base/units.hpp"
#include "winnow/evolve/optimizer.hpp"
#include "winnow/optimize/evaluation.hpp"

namespace winnow::optimize {

/// Evaluate these. They failed `attempt` times before.
struct EvaluateTask {
  std::uint16_t problem = 0;
  std::uint16_t attempt = 0;
  evolve::Candidates candidates;
};

/// Carry the whole search on from `state`, by `limit` evaluations or to its end: where an evaluation costs
/// less than a message about it.
struct AdvanceTask {
  std::uint16_t problem = 0;
  std::uint64_t limit = 0;
  std::uint64_t evaluations = 0;  ///< of the search so far
  std::uint64_t failures = 0;     ///< of these
  base::Buffer state;             ///< of evolve::Optimizer::save
};

using OptimizeTask = std::variant<EvaluateTask, AdvanceTask>;

/// As a payload: a few words for people, a NUL, and the task.
[[nodiscard]] std::string payload_of(const EvaluateTask& task, std::string_view problem);
[[nodiscard]] std::string payload_of(const AdvanceTask& task, std::string_view problem);
/// Of payload_of()'s alone: anything else is a defect, and throws base::Failure.
[[nodiscard]] OptimizeTask decode_task(std::string_view payload);

struct EvaluateAnswer {
  std::int32_t rank = 0;
  base::Seconds started;                ///< by the clock of the run
  base::Seconds busy;                   ///< with all of them
  std::vector<Evaluation> evaluations;  ///< in the task's order
};

/// What became of evaluations that are not told one by one.
struct Ends {
  std::array<std::uint64_t, status_count> counts{};  ///< by status
  std::array<std::string, status_count> reasons;     ///< of the first failure of each kind

  void count(const Evaluation& evaluation);
  [[nodiscard]] std::uint64_t evaluations() const;
  [[nodiscard]] std::uint64_t failures() const;
};

struct AdvanceAnswer {
  std::uint64_t evaluations = 0;
  base::Seconds busy;
  base::Buffer state;
  std::vector<evolve::GenerationRecord> generations;
  Ends ends;
};

[[nodiscard]] std::string encode(const EvaluateAnswer& answer);
[[nodiscard]] std::string encode(const AdvanceAnswer& answer);
/// As decode_task().
[[nodiscard]] EvaluateAnswer decode_evaluate_answer(std::string_view bytes);
[[nodiscard]] AdvanceAnswer decode_advance_answer(std::string_view bytes);

void encode(const Evaluation& evaluation, base::Encoder& out);
/// Check in.ok() after these.
[[nodiscard]] Evaluation decode_evaluation(base::Decoder& in);

void encode(const evolve::GenerationRecord& record, base::Encoder& out);
[[nodiscard]] evolve::GenerationRecord decode_generation(base::Decoder& in);

}  // namespace winnow::optimize
