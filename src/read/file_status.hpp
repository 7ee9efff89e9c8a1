#pragma once
// What the system says of a file, in this module's words.

#include <sys/stat.h>

#include "winnow/read/file_state.hpp"

namespace winnow::read {

[[nodiscard]] FileState state_in(const struct stat& status);

}  // namespace winnow::read
