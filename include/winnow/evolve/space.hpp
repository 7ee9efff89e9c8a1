#pragma once
// What is searched: parameters with their bounds, and the box of search coordinates that an algorithm moves
// in. Algorithms see a box of real numbers; objectives see values in the user's units. A real parameter on a
// linear scale is its own coordinate; on a log scale the coordinate is the logarithm; integers, choices and
// grids have cells of equal width, one for each value, so that the outermost values are as likely as the
// others.

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "winnow/base/error.hpp"

namespace winnow::evolve {

enum class ParameterType { real, integer, choice };
enum class Scale { linear, log };

struct Parameter {
  std::string name = {};
  ParameterType type = ParameterType::real;
  double low = 0;   ///< the least value; not looked at for a choice
  double high = 1;  ///< the largest value; not looked at for a choice
  Scale scale = Scale::linear;
  double step = 0;  ///< above 0: only low, low + step, low + 2·step … up to high
  std::optional<double> start =
      {};  ///< a value worth trying first; for a choice the number of the choice, from 0
  std::vector<std::string> choices = {};  ///< the words of a choice; its values are their numbers, from 0
};

/// A list of parameters, checked. Immutable: safe to be read by any number of threads.
class Space {
 public:
  /// `digits` above 0 rounds every real value to that many significant decimal digits. Fails on bounds that
  /// are not finite or not ascending, on what no log scale or grid can be laid over, on repeated names, on a
  /// start outside the bounds, and on an empty list. Errors have no place.
  static base::Result<Space> make(std::vector<Parameter> parameters, int digits = 0);

  [[nodiscard]] std::size_t dimension() const { return parameters_.size(); }
  [[nodiscard]] const std::vector<Parameter>& parameters() const { return parameters_; }

  [[nodiscard]] int digits() const { return digits_; }

  /// The box of search coordinates.
  [[nodiscard]] std::span<const double> lower() const { return lower_; }
  [[nodiscard]] std::span<const double> upper() const { return upper_; }

  /// True where each search coordinate is its value, so that nothing need be converted.
  [[nodiscard]] bool is_plain() const { return plain_; }

  /// The values at `search`, a point of the box: integers and numbers of choices exact, the rest within
  /// bounds, on the grid, rounded. Both spans have `dimension()` elements and may be the same.
  void values_of(std::span<const double> search, std::span<double> values) const;

  /// The point of the box whose values are `values`, as far as these are within the bounds; else the nearest.
  void search_of(std::span<const double> values, std::span<double> search) const;

 private:
  Space() = default;

  std::vector<Parameter> parameters_;
  std::vector<double> lower_;
  std::vector<double> upper_;
  std::vector<double> powers_;  ///< of ten, that make integers of the values on a grid; 0: none does
  int digits_ = 0;
  bool plain_ = true;
};

}  // namespace winnow::evolve
