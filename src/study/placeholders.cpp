#include "study/placeholders.hpp"

#include "study/parameter_check.hpp"

namespace winnow::study {

std::vector<std::string> placeholders_in(std::string_view text) {
  std::vector<std::string> names;
  for (auto open = text.find('{'); open != std::string_view::npos; open = text.find('{', open)) {
    if (text.substr(open, 2) == "{{") {
      open += 2;
      continue;
    }
    const auto close = text.find('}', ++open);
    if (close == std::string_view::npos) break;
    const auto name = text.substr(open, close - open);
    if (is_identifier(name)) names.emplace_back(name);
  }
  return names;
}

}  // namespace winnow::study
