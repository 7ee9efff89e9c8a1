#pragma once
// Evaluations that other runs have done; whoever runs the job says where they are kept.

#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace winnow::optimize {

class EvaluationStore {
 public:
  virtual ~EvaluationStore() = default;

  /// The outputs of a candidate of that objective (Problem::identity), if they are known.
  [[nodiscard]] virtual std::optional<std::vector<double>> find(std::string_view objective,
                                                                std::span<const double> values) = 0;

  /// Never waits for the disk.
  virtual void put(std::string_view objective, std::span<const double> values,
                   std::span<const double> outputs) = 0;
};

}  // namespace winnow::optimize
