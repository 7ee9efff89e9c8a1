#include "winnow/study/overrides.hpp"

#include <utility>

namespace winnow::study {
namespace {

namespace fs = std::filesystem;

const fs::path site_folder = "/etc/winnow";

/// $XDG_CONFIG_HOME/winnow or ~/.config/winnow; the XDG Base Directory Specification has relative paths
/// ignored.
std::optional<fs::path> user_folder(const Environment& environment) {
  const auto base = environment.find("XDG_CONFIG_HOME");
  if (base != environment.end() && fs::path(base->second).is_absolute())
    return fs::path(base->second) / "winnow";
  const auto home = environment.find("HOME");
  if (home != environment.end() && !home->second.empty())
    return fs::path(home->second) / ".config" / "winnow";
  return std::nullopt;
}

}  // namespace

Overrides standard_overrides(Environment environment, const fs::path& executable_folder,
                             const std::vector<fs::path>& more_preset_folders) {
  Overrides overrides;
  overrides.site_file = site_folder / "winnow.toml";
  if (const auto folder = user_folder(environment)) {
    overrides.user_file = *folder / "winnow.toml";
    overrides.preset_folders.push_back(*folder / "presets");
  }
  overrides.preset_folders.push_back(site_folder / "presets");
  overrides.preset_folders.push_back(executable_folder.parent_path() / "share" / "winnow" / "presets");
  overrides.preset_folders.insert(overrides.preset_folders.end(), more_preset_folders.begin(),
                                  more_preset_folders.end());
  overrides.environment = std::move(environment);
  return overrides;
}

}  // namespace winnow::study
