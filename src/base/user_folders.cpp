#include "winnow/base/user_folders.hpp"

#include <cstdlib>

namespace winnow::base {

std::filesystem::path folder_in_environment(const char* variable) {
  const char* value = std::getenv(variable);
  const std::filesystem::path folder = value == nullptr ? "" : value;
  return folder.is_absolute() ? folder : std::filesystem::path{};
}

std::filesystem::path user_state_folder() {
  if (const auto state = folder_in_environment("XDG_STATE_HOME"); !state.empty()) return state / "winnow";
  const auto home = folder_in_environment("HOME");
  return home.empty() ? home : home / ".local/state/winnow";
}

}  // namespace winnow::base
