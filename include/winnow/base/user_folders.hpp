#pragma once
// Where a user's own files go.

#include <filesystem>

namespace winnow::base {

/// The folder that an environment variable names; empty if it names none, or one that is not absolute (XDG
/// Base Directory Specification 0.8: such are to be ignored).
[[nodiscard]] std::filesystem::path folder_in_environment(const char* variable);

/// For what is kept from run to run: $XDG_STATE_HOME/winnow or ~/.local/state/winnow; empty if there is
/// neither.
[[nodiscard]] std::filesystem::path user_state_folder();

}  // namespace winnow::base
