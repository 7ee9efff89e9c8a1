#include "program/outputs.hpp"

#include <fmt/format.h>

#include <cmath>
#include <utility>

#include "winnow/base/file.hpp"
#include "winnow/base/text.hpp"
#include "winnow/base/units.hpp"
#include "winnow/read/file_walk.hpp"

namespace winnow::program {
namespace {

/// Of a file that is read whole. Reports are streamed, and may be of any size.
constexpr auto largest_file = base::mebibytes(64);

using FileOrFailure = tl::expected<std::filesystem::path, EvaluationFailure>;

/// The one file below `folder` that the pattern takes.
FileOrFailure find_file(const std::string& pattern, const std::filesystem::path& folder) {
  auto walk = read::FileWalk::open({pattern}, folder.string());
  if (!walk) return failed(FailureKind::no_output, fmt::format("it has written no file {}", pattern));
  std::vector<read::FoundFile> found;
  while (found.size() < 2 && walk->next(2 - found.size(), found)) {
  }
  if (found.empty()) return failed(FailureKind::no_output, fmt::format("it has written no file {}", pattern));
  if (found.size() > 1) {
    return failed(FailureKind::unparsable,
                  fmt::format("several files match {}: {} and {}", pattern, found[0].path, found[1].path));
  }
  return folder / found.front().path;
}

tl::expected<std::string, EvaluationFailure> text_of(const std::filesystem::path& file) {
  std::error_code unknown;
  const auto size = std::filesystem::file_size(file, unknown);
  if (!unknown && size > largest_file.count) {
    return failed(FailureKind::unparsable,
                  fmt::format("{} is larger than {}", file.filename().string(), base::to_text(largest_file)));
  }
  auto text = base::read_file(file);
  if (!text) return failed(FailureKind::unparsable, text.error().text());
  return *std::move(text);
}

/// Whether the last line may have begun in what was not kept.
bool is_cut(const Output& output) {
  if (output.dropped == 0) return false;
  const auto last = output.text.find_last_not_of(" \t\r\v\f\n");
  return last == std::string::npos || output.text.rfind('\n', last) == std::string::npos;
}

OutputsOrFailure outputs_of_text(const OutputSpec& spec, std::string_view text, std::string_view where) {
  if (last_line(text).empty()) return failed(FailureKind::no_output, fmt::format("{} is empty", where));
  return spec.form == OutputSpec::Form::json ? outputs_of_json(spec, text, where)
                                             : outputs_of_numbers(spec, text, where);
}

OutputsOrFailure outputs_of_printed(const OutputSpec& spec, const Output& output) {
  if (is_cut(output)) {
    return failed(
        FailureKind::unparsable,
        fmt::format("the last line of standard output is longer than the last {} of it, which are kept",
                    base::to_text(base::Bytes{output.text.size()})));
  }
  return outputs_of_text(spec, output.text, "standard output");
}

}  // namespace

tl::unexpected<EvaluationFailure> failed(FailureKind kind, std::string reason) {
  return tl::unexpected(EvaluationFailure{kind, std::move(reason)});
}

tl::expected<void, EvaluationFailure> take_output(Outputs& outputs, std::string_view name, double value) {
  if (!std::isfinite(value)) {
    return failed(FailureKind::not_a_number, fmt::format("{} is {}", base::printable(name), value));
  }
  outputs.values.push_back(value);
  return {};
}

void take_figure(Outputs& outputs, std::string name, double value) {
  if (outputs.figures.size() < most_figures) outputs.figures.push_back({std::move(name), value});
}

std::string_view last_line(std::string_view text) {
  text = base::trimmed(text);
  const auto before = text.rfind('\n');
  return before == std::string_view::npos ? text : base::trimmed(text.substr(before + 1));
}

OutputsOrFailure read_outputs(const OutputSpec& spec, const Output& standard_output,
                              const std::filesystem::path& folder) {
  if (spec.file.empty()) return outputs_of_printed(spec, standard_output);
  const auto file = find_file(spec.file, folder);
  if (!file) return tl::unexpected(file.error());
  if (spec.form == OutputSpec::Form::report) return outputs_of_report(spec, *file);
  const auto text = text_of(*file);
  if (!text) return tl::unexpected(text.error());
  return outputs_of_text(spec, *text, file->filename().string());
}

}  // namespace winnow::program
