#include "winnow/optimize/evaluation.hpp"

#include <array>

namespace winnow::optimize {

std::string_view name_of(Status status) {
  static constexpr std::array<std::string_view, status_count> names{
      "ok",           "exit_status", "signal",      "timeout",      "no_output",
      "not_a_number", "unparsable",  "not_started", "plugin_error", "worker_lost"};
  return names[static_cast<std::size_t>(status)];
}

Evaluation Evaluation::as_known() const {
  auto known = *this;
  known.cached = true;
  known.retries = 0;
  known.duration = {};
  known.peak = {};
  return known;
}

void Evaluation::clear() {
  status = Status::ok;
  outputs.clear();
  figures.clear();
  reason.clear();
  duration = {};
  peak = {};
  kept.clear();
  cached = false;
  retries = 0;
}

}  // namespace winnow::optimize
