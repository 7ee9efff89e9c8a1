#include "winnow/report/terminal.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <charconv>
#include <cstdlib>
#include <string_view>

namespace winnow::report {
namespace {

constexpr std::size_t usual_width = 80;

/// Columns, if the text is a number of them.
std::optional<std::size_t> parse_width(std::string_view text) {
  std::size_t width = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), width);
  if (code != std::errc() || end != text.data() + text.size() || width == 0) return std::nullopt;
  return width;
}

std::size_t width_of(int descriptor) {
  winsize size{};
  if (::ioctl(descriptor, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return usual_width;
  return size.ws_col;
}

bool can_redraw(const Environment& environment) {
  const auto type = environment("TERM");
  return type && !type->empty() && *type != "dumb";
}

}  // namespace

Environment process_environment() {
  return [](const char* name) -> std::optional<std::string> {
    const char* value = std::getenv(name);
    if (value == nullptr) return std::nullopt;
    return value;
  };
}

Terminal detect_terminal(int descriptor, const Environment& environment) {
  if (const auto told = environment("WINNOW_TERMINAL")) {
    const auto width = parse_width(*told);
    return {.live = width.has_value(), .width = width.value_or(usual_width)};
  }
  const bool under_mpirun = environment("OMPI_COMM_WORLD_SIZE") || environment("PMI_SIZE");
  const bool live = !under_mpirun && ::isatty(descriptor) == 1 && can_redraw(environment);
  return {.live = live, .width = live ? width_of(descriptor) : usual_width};
}

std::string terminal_variable(const Terminal& terminal) {
  return terminal.live ? std::to_string(terminal.width) : "no";
}

}  // namespace winnow::report
