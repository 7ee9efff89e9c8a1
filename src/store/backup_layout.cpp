#include "store/backup_layout.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace winnow::store {

namespace fs = std::filesystem;

std::string stamp_of(std::string_view utc) {
  std::string text(utc);
  std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
  return text;
}

bool is_stamp(std::string_view text) {
  constexpr std::string_view form = "ddddddddTddddddZ";
  return std::ranges::equal(text, form, [](char c, char form_letter) {
    return form_letter == 'd' ? '0' <= c && c <= '9' : c == form_letter;
  });
}

base::Result<std::vector<fs::path>> entries_of(const fs::path& folder) {
  std::vector<fs::path> paths;
  std::error_code error;
  const fs::directory_iterator end;
  for (fs::directory_iterator entry(folder, error); !error && entry != end; entry.increment(error)) {
    paths.push_back(entry->path());
  }
  if (error == std::errc::no_such_file_or_directory) return std::vector<fs::path>();
  if (error) return base::fail(fmt::format("cannot read {}", folder.string()), error.message());
  std::ranges::sort(paths);
  return paths;
}

base::Result<void> make_folder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return base::fail(fmt::format("cannot make the folder {}", folder.string()), error.message());
  return {};
}

}  // namespace winnow::store
