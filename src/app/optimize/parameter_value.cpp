#include "app/optimize/parameter_value.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "winnow/base/text.hpp"
#include "winnow/study/grid.hpp"
#include "winnow/study/literal.hpp"

namespace winnow::app {
namespace {

tl::unexpected<base::Error> refusal(const evolve::Parameter& parameter, const std::string& word,
                                    std::string why) {
  return base::fail(fmt::format("{} cannot be \"{}\"", parameter.name, base::printable(word)),
                    std::move(why));
}

/// By its word, else as the same number: 3 is 3.0 to who reads it from a table of floats.
base::Result<double> choice_of(const evolve::Parameter& parameter, const std::string& word) {
  auto found = std::ranges::find(parameter.choices, word);
  const auto number = study::Literal{word}.number();
  if (found == parameter.choices.end() && number) {
    found = std::ranges::find_if(parameter.choices, [&](const std::string& choice) {
      return study::Literal{choice}.number() == number;
    });
  }
  if (found == parameter.choices.end()) {
    return refusal(parameter, word, "it is one of " + base::enumerate(parameter.choices));
  }
  return static_cast<double>(found - parameter.choices.begin());
}

}  // namespace

base::Result<double> parameter_value(const evolve::Parameter& parameter, const std::string& word) {
  if (parameter.type == evolve::ParameterType::choice) return choice_of(parameter, word);
  const bool is_integer = parameter.type == evolve::ParameterType::integer;
  const auto value = study::Literal{word}.number();
  if (!value || (is_integer && *value != std::trunc(*value))) {
    return refusal(parameter, word, is_integer ? "it is an integer" : "it is a number");
  }
  if (!(*value >= parameter.low && *value <= parameter.high)) {
    return base::fail(
        fmt::format("{} = {} is outside {} … {}", parameter.name, *value, parameter.low, parameter.high),
        "the search does not leave its bounds");
  }
  if (parameter.step > 0 && !study::is_on_grid(*value, parameter.low, parameter.step)) {
    return base::fail(fmt::format("{} = {} is not on its grid", parameter.name, *value),
                      fmt::format("that goes from {} in steps of {}", parameter.low, parameter.step));
  }
  return *value;
}

}  // namespace winnow::app
