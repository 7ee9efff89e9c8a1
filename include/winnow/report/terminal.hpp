#pragma once
// Whether somebody watches. mpirun gives its ranks a terminal of its own making even when its output goes to
// a file, so that only who started mpirun can know: it says so in the environment.

#include <cstddef>
#include <functional>
#include <optional>
#include <string>

namespace winnow::report {

/// The terminal a program writes to.
struct Terminal {
  bool live = false;       ///< a line may be redrawn on it
  std::size_t width = 80;  ///< columns
};

/// What the environment says of a name.
using Environment = std::function<std::optional<std::string>(const char* name)>;

/// This process's environment.
[[nodiscard]] Environment process_environment();

/// The terminal behind a file descriptor. WINNOW_TERMINAL decides where it is set: "no", or the columns
/// ("120"). Otherwise it is a terminal if the system says so, TERM is neither empty nor "dumb", and no mpirun
/// stands between (OMPI_COMM_WORLD_SIZE, PMI_SIZE).
[[nodiscard]] Terminal detect_terminal(int descriptor, const Environment& environment);

/// The value of WINNOW_TERMINAL that hands this terminal on to a program started through mpirun.
[[nodiscard]] std::string terminal_variable(const Terminal& terminal);

}  // namespace winnow::report
