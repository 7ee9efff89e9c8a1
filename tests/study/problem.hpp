#pragma once
// Texts of studies that optimize.

#include <string>

namespace winnow::test {

/// A valid problem, into whose [optimize] `keys` go, and below it all `sections`.
inline std::string problem(const std::string& keys = "", const std::string& sections = "") {
  return "[optimize]\nevaluations = 1000\n" + keys +
         "[optimize.objective]\nfunction = \"sphere\"\n"
         "[[optimize.parameter]]\nname = \"x\"\nlow = -5\nhigh = 5\n" +
         sections;
}

/// A study whose one parameter is what `keys` say of "x".
inline std::string problem_with_parameter(const std::string& keys) {
  return "[[optimize.parameter]]\nname = \"x\"\n" + keys +
         "\n[optimize]\nevaluations = 1000\n[optimize.objective]\nfunction = \"sphere\"\n";
}

/// A study whose objective is what `keys` say; its parameters are x and latency.
inline std::string problem_with_objective(const std::string& keys) {
  return "[optimize.objective]\n" + keys +
         "\n[optimize]\nevaluations = 1000\nparameter = [{ name = \"x\", low = 0, high = 1 }, "
         "{ name = \"latency\", low = 0, high = 1 }]\n";
}

}  // namespace winnow::test
