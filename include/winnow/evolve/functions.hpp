#pragma once
// Functions to try a search on: the 24 noiseless functions of BBOB, from their definitions in Hansen, Finck,
// Ros and Auger, "Real-Parameter Black-Box Optimization Benchmarking 2009: Noiseless Functions Definitions",
// INRIA RR-6829, and some textbook forms. Shifts and rotations of the BBOB functions follow from a seed of
// ours, which is no instance number of theirs; their f_opt is left out, so that the least value is 0
// everywhere.
//
// All are built of the four operations and square roots alone, so that a value is the same on every
// processor.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "winnow/base/error.hpp"

namespace winnow::evolve {

/// A function of a fixed dimension. Any number of threads may evaluate it at once.
class TestFunction {
 public:
  using Evaluator = std::function<double(std::span<const double>)>;

  TestFunction(Evaluator evaluator, std::vector<double> optimum, double bound)
      : evaluator_(std::move(evaluator)), optimum_(std::move(optimum)), bound_(bound) {}

  [[nodiscard]] std::size_t dimension() const { return optimum_.size(); }

  /// The value at `x`, of `dimension()` coordinates.
  [[nodiscard]] double operator()(std::span<const double> x) const { return evaluator_(x); }

  /// Where the least value is taken (perhaps not only there).
  [[nodiscard]] std::span<const double> optimum() const { return optimum_; }

  /// The least value.
  [[nodiscard]] static constexpr double optimum_value() { return 0; }

  /// The function is searched in [−bound, bound] in each coordinate.
  [[nodiscard]] double bound() const { return bound_; }

 private:
  Evaluator evaluator_;
  std::vector<double> optimum_;
  double bound_;
};

/// The names: the BBOB functions in their order, f1 to f24, then the textbook forms, which begin with
/// "plain_".
[[nodiscard]] std::span<const std::string> function_names();

/// The function of that name, shifted and rotated by `seed` (textbook forms are not). Fails on an unknown
/// name, with those that are near, and on fewer dimensions than the definition has a meaning for: 2.
[[nodiscard]] base::Result<TestFunction> make_function(std::string_view name, std::size_t dimension,
                                                       std::uint64_t seed);

}  // namespace winnow::evolve
