#pragma once
// [[optimize.parameter]]: what is searched.

#include <cstdint>
#include <string>
#include <vector>

#include "winnow/study/literal.hpp"
#include "winnow/study/word_or.hpp"

namespace winnow::study {

enum class ParameterType : std::uint8_t { real, integer, choice };
enum class Scale : std::uint8_t { linear, log };

/// The initial values are the built-in defaults; `name` has none. In a loaded study low < high, and they are
/// positive on a logarithmic scale; a choice has choices in their place.
struct Parameter {
  std::string name = {};  ///< letters, digits and _; unique in its problem
  ParameterType type = ParameterType::real;
  NoneOr<double> low = {};
  NoneOr<double> high = {};
  Scale scale = Scale::linear;
  std::vector<Literal> choices = {};  ///< at least two, each another
  NoneOr<Literal> start = {};         ///< a number from low to high, or one of the choices
  NoneOr<double> step = {};           ///< the grid low, low + step, …

  bool operator==(const Parameter&) const = default;
};

}  // namespace winnow::study
