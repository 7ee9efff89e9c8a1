#pragma once
// What is said about a study outside its file. All of it is passed in: nothing here reads the environment.

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace winnow::study {

using Environment = std::map<std::string, std::string, std::less<>>;

struct Overrides {
  std::optional<std::filesystem::path> site_file;     ///< read if it exists
  std::optional<std::filesystem::path> user_file;     ///< read if it exists
  std::vector<std::filesystem::path> preset_folders;  ///< of <preset>.toml; the first that has it gives it
  std::optional<std::string> preset;                  ///< --preset: above every other say on the preset
  Environment environment;                            ///< of which WINNOW_SECTION_KEY is heeded
  std::vector<std::string> sets;                      ///< --set, "section.key=value"; the last one counts
};

/// The overrides of a usual run: site file /etc/winnow/winnow.toml, user file winnow/winnow.toml below
/// $XDG_CONFIG_HOME (or ~/.config). Presets are looked for in the folders `presets` beside these two files,
/// the user's first, then in <prefix>/share/winnow/presets where `executable_folder` is <prefix>/bin, then in
/// `more_preset_folders`. `environment` becomes a part of the result.
[[nodiscard]] Overrides standard_overrides(
    Environment environment, const std::filesystem::path& executable_folder,
    const std::vector<std::filesystem::path>& more_preset_folders = {});

}  // namespace winnow::study
