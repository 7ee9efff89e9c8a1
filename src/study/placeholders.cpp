#include "study/placeholders.hpp"

#include "study/identifier.hpp"

namespace winnow::study {

std::vector<std::string> placeholders_in(std::string_view text) {
  std::vector<std::string> names;
  for (auto open = text.find('{'); open != std::string_view::npos; open = text.find('{', open)) {
    const bool is_doubled = text.substr(open, 2) == "{{";
    const auto begin = open + (is_doubled ? 2 : 1);
    const auto end = text.find_first_of("{}", begin);
    if (end == std::string_view::npos) break;
    const auto name = text.substr(begin, end - begin);
    const bool is_name = text[end] == '}' && is_field_name(name);
    const bool is_escaped = is_doubled && text.substr(end, 2) == "}}";
    if (is_name && !is_escaped) names.emplace_back(name);
    open = is_name ? end + 1 : open + 1;
  }
  return names;
}

}  // namespace winnow::study
