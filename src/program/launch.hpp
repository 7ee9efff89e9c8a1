#pragma once
// One process started, in the spawner.

#include <sys/types.h>

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "winnow/program/process.hpp"

namespace winnow::program {

struct Launched {
  pid_t process = -1;            ///< -1: not started
  int error = 0;                 ///< then the errno
  std::string_view failed_step;  ///< and what it was the errno of
};

/// The environment in `inherited` (as ::environ) with `additions` ("NAME=value") in place of those of their
/// names; it points into both.
[[nodiscard]] std::vector<char*> joined_environment(char* const* inherited,
                                                    std::vector<std::string>& additions);

/// Starts the process, in this process's environment and the spec's, with `descriptors` as its 0 to 2, in a
/// process group of its own, which is its number; it dies with the thread that calls. Returns when the
/// program is executed, or could not be. The caller has signals blocked and their dispositions at default.
[[nodiscard]] Launched launch(ProcessSpec& spec, const std::array<int, 3>& descriptors);

}  // namespace winnow::program
