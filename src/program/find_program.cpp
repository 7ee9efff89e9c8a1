#include "winnow/program/find_program.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <string_view>

namespace winnow::program {
namespace {

namespace fs = std::filesystem;

bool is_executable_file(const fs::path& path) {
  std::error_code unknown;
  return fs::is_regular_file(path, unknown) && ::access(path.c_str(), X_OK) == 0;
}

base::Result<fs::path> find_in_path(const std::string& name, const fs::path& folder) {
  const char* const variable = std::getenv("PATH");
  for (std::string_view rest = variable != nullptr ? variable : ""; !rest.empty();) {
    const auto directory = rest.substr(0, rest.find(':'));
    rest.remove_prefix(std::min(directory.size() + 1, rest.size()));
    const auto path = fs::absolute(fs::path(directory) / name);
    if (is_executable_file(path)) return path;
  }
  const bool is_here = fs::exists(folder / name);
  return base::fail(fmt::format("there is no program {}", name), "not in any folder of PATH",
                    is_here ? fmt::format("write \"./{}\" for the one beside the study", name)
                            : "give its path, or load the module that has it");
}

}  // namespace

base::Result<fs::path> find_program(const std::string& name, const fs::path& folder) {
  if (name.find('/') == std::string::npos) return find_in_path(name, folder);
  const auto path = (folder / name).lexically_normal();
  std::error_code error;
  const auto status = fs::status(path, error);
  if (!fs::exists(status)) {
    return base::fail(fmt::format("there is no program {}", path.string()), {},
                      "paths are relative to the study's folder");
  }
  if (!fs::is_regular_file(status))
    return base::fail(fmt::format("{} is no program", path.string()), "not a file");
  if (::access(path.c_str(), X_OK) != 0) {
    return base::fail(fmt::format("{} cannot be executed", path.string()), base::system_words(errno),
                      "chmod +x it, or name its interpreter first");
  }
  return path;
}

}  // namespace winnow::program
