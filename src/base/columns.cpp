#include "winnow/base/columns.hpp"

namespace winnow::base {

std::vector<Attribute> described(std::string_view long_name, std::string_view units) {
  std::vector<Attribute> attributes{{"long_name", std::string(long_name)}};
  if (!units.empty()) attributes.push_back({"units", std::string(units)});
  return attributes;
}

}  // namespace winnow::base
