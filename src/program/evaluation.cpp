#include "winnow/program/evaluation.hpp"

#include <array>

namespace winnow::program {

std::string_view name_of(FailureKind kind) {
  constexpr std::array<std::string_view, 9> names{"exit_status", "signal",       "timeout",
                                                  "no_output",   "not_a_number", "unparsable",
                                                  "not_started", "plugin_error", "cancelled"};
  return names[static_cast<std::size_t>(kind)];
}

}  // namespace winnow::program
