#pragma once
// Evaluations that other runs have done; whoever runs the job says where they are kept.

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "winnow/optimize/evaluation.hpp"

namespace winnow::optimize {

/// How often a run asked its store, and whether it was there.
struct CacheUse {
  std::uint64_t hits = 0;
  std::uint64_t own_hits = 0;  ///< of these, on what the run itself had put there
  std::uint64_t misses = 0;
};

class EvaluationStore {
 public:
  virtual ~EvaluationStore() = default;

  /// The outputs and figures of a candidate of that objective (Problem::identity), if they are known.
  [[nodiscard]] virtual std::optional<Evaluation> find(std::string_view objective,
                                                       std::span<const double> values) = 0;

  /// Of one that succeeded. Never waits for the disk.
  virtual void put(std::string_view objective, std::span<const double> values,
                   const Evaluation& evaluation) = 0;
};

}  // namespace winnow::optimize
