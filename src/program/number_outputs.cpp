// The form "numbers": the last line.

#include <fast_float/fast_float.h>
#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "program/outputs.hpp"
#include "winnow/base/text.hpp"

namespace winnow::program {
namespace {

constexpr std::string_view separators = " \t\r\v\f,;";

/// NaN and infinities in the spellings of C and Python are numbers here, and refused as what they are.
std::optional<double> parse(std::string_view word) {
  if (word.starts_with('+')) word.remove_prefix(1);
  double value = 0;
  const auto* const end = word.data() + word.size();
  const auto read = fast_float::from_chars(word.data(), end, value);
  if (read.ec == std::errc::invalid_argument || read.ptr != end) return std::nullopt;
  return value;
}

std::string name_at(const OutputSpec& spec, std::size_t column) {
  if (column < spec.names.size()) return spec.names[column];
  return column == 0 ? std::string("the value") : fmt::format("output{}", column + 1);
}

}  // namespace

OutputsOrFailure outputs_of_numbers(const OutputSpec& spec, std::string_view text, std::string_view where) {
  const auto line = last_line(text);
  const auto wanted = std::max<std::size_t>(spec.names.size(), 1);
  Outputs outputs;
  std::size_t column = 0;
  std::string_view separator;
  for (auto rest = line; !rest.empty(); ++column) {
    const auto word = rest.substr(0, rest.find_first_of(separators));
    const auto value = parse(word);
    if (!value) {
      return failed(FailureKind::unparsable,
                    fmt::format("the last line of {} is not numbers: {}", where, base::printable(line)));
    }
    if (column >= wanted && separator == ",") {
      return failed(
          FailureKind::unparsable,
          fmt::format("the last line of {} may have a decimal comma, where a point is wanted: {}", where,
                      base::printable(line)));
    }
    if (column >= wanted) {
      take_figure(outputs, name_at(spec, column), *value);
    } else if (auto taken = take_output(outputs, name_at(spec, column), *value); !taken) {
      return tl::unexpected(std::move(taken).error());
    }
    const auto next = std::min(rest.find_first_not_of(separators, word.size()), rest.size());
    separator = rest.substr(word.size(), next - word.size());
    rest.remove_prefix(next);
  }
  if (outputs.values.size() < wanted) {
    return failed(FailureKind::unparsable, fmt::format("the last line of {} has {} of {} numbers: {}", where,
                                                       outputs.values.size(), wanted, base::printable(line)));
  }
  return outputs;
}

}  // namespace winnow::program
