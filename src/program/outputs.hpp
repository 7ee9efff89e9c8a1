#pragma once
// A program's numbers, out of what it has printed or written.

#include <filesystem>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "winnow/base/error.hpp"
#include "winnow/program/evaluation.hpp"
#include "winnow/program/program.hpp"

namespace winnow::program {

struct Outputs {
  std::vector<double> values;  ///< finite, one for each of the spec's names, or one
  std::vector<Figure> figures;
};

using OutputsOrFailure = tl::expected<Outputs, EvaluationFailure>;

/// What `spec` wants of a program that has ended well, with `folder` as its working directory.
[[nodiscard]] OutputsOrFailure read_outputs(const OutputSpec& spec, const Output& standard_output,
                                            const std::filesystem::path& folder);

/// Of the forms; `where` says in failures what was read ("standard output").
[[nodiscard]] OutputsOrFailure outputs_of_numbers(const OutputSpec& spec, std::string_view text,
                                                  std::string_view where);
[[nodiscard]] OutputsOrFailure outputs_of_json(const OutputSpec& spec, std::string_view text,
                                               std::string_view where);
[[nodiscard]] OutputsOrFailure outputs_of_report(const OutputSpec& spec, const std::filesystem::path& file);

[[nodiscard]] tl::unexpected<EvaluationFailure> failed(FailureKind kind, std::string reason);

/// Appends the output `name`, or fails if it is not finite.
[[nodiscard]] tl::expected<void, EvaluationFailure> take_output(Outputs& outputs, std::string_view name,
                                                                double value);

/// Appends a figure, while there are not too many.
void take_figure(Outputs& outputs, std::string name, double value);

/// The last line of `text` that is not blank, without blanks around it; empty: there is none.
[[nodiscard]] std::string_view last_line(std::string_view text);

}  // namespace winnow::program
