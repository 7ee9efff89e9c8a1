#pragma once
// Where the program is that a user has named.

#include <filesystem>
#include <string>

#include "winnow/base/error.hpp"

namespace winnow::program {

/// The absolute path of the program that `name` stands for: with a slash it is relative to `folder`, without
/// it is looked for in PATH. Fails if there is none, or it cannot be executed.
[[nodiscard]] base::Result<std::filesystem::path> find_program(const std::string& name,
                                                               const std::filesystem::path& folder);

}  // namespace winnow::program
