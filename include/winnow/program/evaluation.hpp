#pragma once
// What an evaluation of an objective gives: its outputs, or the way in which it failed. A failure is data: it
// ends nothing but the evaluation.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "winnow/program/process.hpp"

namespace winnow::program {

enum class FailureKind : std::uint8_t {
  exit_status,   ///< the program ended with one that is not 0
  signal,        ///< it was killed: a crash, or a limit of CPU time
  timeout,       ///< it had not ended when its time was up
  no_output,     ///< it ended well, and there is nothing to read
  not_a_number,  ///< an output is NaN, infinite or missing
  unparsable,    ///< there is something to read, but not what was to be read
  not_started,   ///< the program could not be started
  plugin_error,  ///< a plugin says so, by its status
  cancelled      ///< the run was stopped: says nothing about the candidate, so it is no outcome to record
};

/// "exit_status", "signal", …: as above.
[[nodiscard]] std::string_view name_of(FailureKind kind);

struct EvaluationFailure {
  FailureKind kind = FailureKind::exit_status;
  std::string reason;  ///< for people, one line of printable text; with the end of what was said about it
};

/// A number that was given along with the outputs.
struct Figure {
  std::string name;
  double value = 0;

  bool operator==(const Figure&) const = default;
};

/// The figures recorded of one evaluation; what more there are is left out.
inline constexpr std::size_t most_figures = 256;

struct Evaluation {
  std::vector<double> outputs;  ///< finite: the objective, then the others in the order of their names
  std::vector<Figure> figures;
  std::optional<EvaluationFailure> failure;  ///< then there are no outputs
  Usage usage;
  std::filesystem::path kept{};  ///< the working directory, if it is still there
};

}  // namespace winnow::program
