#include "program/failure_reason.hpp"

#include <fmt/format.h>

#include <string_view>

#include "program/outputs.hpp"
#include "winnow/base/text.hpp"

namespace winnow::program {

FailureKind failure_kind(const ProcessEnd& end) {
  switch (end.kind) {
    case ProcessEnd::Kind::exited:
      return FailureKind::exit_status;
    case ProcessEnd::Kind::signalled:
      return FailureKind::signal;
    case ProcessEnd::Kind::timed_out:
      return FailureKind::timeout;
    case ProcessEnd::Kind::cancelled:
      return FailureKind::cancelled;
    case ProcessEnd::Kind::not_started:
      return FailureKind::not_started;
  }
  return FailureKind::not_started;
}

std::string with_errors(std::string reason, const Output& errors) {
  constexpr int most_lines = 3;
  std::string lines;
  std::string_view rest = errors.text;
  for (int i = 0; i < most_lines; ++i) {
    const auto line = last_line(rest);
    if (line.empty()) break;
    lines = base::printable(line) + (lines.empty() ? "" : " | ") + lines;
    rest = rest.substr(0, static_cast<std::size_t>(line.data() - rest.data()));
  }
  return lines.empty() ? reason : fmt::format("{}: {}", reason, lines);
}

}  // namespace winnow::program
