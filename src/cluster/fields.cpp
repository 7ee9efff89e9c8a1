#include "cluster/fields.hpp"

#include <charconv>

#include "winnow/base/file.hpp"
#include "winnow/base/text.hpp"

namespace winnow::cluster {
std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const auto end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

std::optional<std::uint64_t> number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (code != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<std::string> content_of(const std::filesystem::path& path) {
  const auto content = base::read_file(path);
  if (!content) return std::nullopt;
  return std::string(base::trimmed(*content));
}

}  // namespace winnow::cluster
