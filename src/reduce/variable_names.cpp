#include "reduce/variable_names.hpp"

#include <string_view>

#include "reduce/cells.hpp"

namespace winnow::reduce {
namespace {

/// By the NetCDF Users Guide, "Permitted characters in names": no slash, no control bytes, UTF-8, no blanks
/// at the end, and a letter, digit or underscore to begin with.
std::string permitted(std::string_view metric) {
  std::string buffer;
  std::string name(cell_text(metric, buffer));
  for (auto& c : name) {
    if (c == '/') c = '_';
  }
  const auto is_first = [](char c) {
    return c == '_' || ('0' <= c && c <= '9') || ('a' <= c && c <= 'z') || ('A' <= c && c <= 'Z') ||
           (c & 0x80) != 0;
  };
  if (name.empty() || !is_first(name.front())) name.insert(0, "_");
  if (name.back() == ' ') name.back() = '_';
  return name;
}

}  // namespace

std::vector<std::string> variable_names(std::span<const std::string> metrics, std::set<std::string> taken) {
  std::vector<std::string> names;
  for (const auto& metric : metrics) {
    auto name = permitted(metric);
    while (!taken.insert(name).second) name.insert(0, "metric_");
    names.push_back(std::move(name));
  }
  return names;
}

}  // namespace winnow::reduce
