#include "winnow/base/links.hpp"

#include <system_error>
#include <utility>

namespace winnow::base {

namespace fs = std::filesystem;

fs::path end_of_links(fs::path path) {
  constexpr int most_links = 40;  // as many as Linux follows, path_resolution(7)
  auto end = path;
  for (int links = 0; links <= most_links; ++links) {
    std::error_code none;
    const auto next = fs::read_symlink(end, none);
    if (none) return end;
    end = end.parent_path() / next;
  }
  return path;
}

}  // namespace winnow::base
