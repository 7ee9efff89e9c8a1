#include "store/netcdf_name.hpp"

#include <cctype>

#include "winnow/base/text.hpp"

namespace winnow::store {
namespace {

bool may_begin(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x80 || std::isalnum(byte) != 0 || c == '_';
}

}  // namespace

std::string netcdf_name(std::string_view name) {
  while (name.ends_with(' ')) name.remove_suffix(1);
  std::string clean;
  while (!name.empty()) {
    const auto length = base::utf8_length(name);
    const bool refused = length == 0 || name.front() == '/' || name.front() == '\x7f' ||
                         (length == 1 && static_cast<unsigned char>(name.front()) < 0x20);
    const auto step = length == 0 ? 1 : length;
    clean += refused ? std::string_view("_") : name.substr(0, step);
    name.remove_prefix(step);
  }
  if (clean.empty() || !may_begin(clean.front())) clean.insert(clean.begin(), '_');
  return clean;
}

std::string NameSet::add(std::string_view name) {
  auto unique = netcdf_name(name);
  while (!taken_.insert(unique).second) unique += '_';
  return unique;
}

}  // namespace winnow::store
