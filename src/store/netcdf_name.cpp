#include "store/netcdf_name.hpp"

#include <cctype>

#include "winnow/base/text.hpp"

namespace winnow::store {
namespace {

bool may_begin(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x80 || std::isalnum(byte) != 0 || c == '_';
}

/// Cuts valid UTF-8 to at most `bytes`, between characters.
void shorten(std::string& name, std::size_t bytes) {
  if (name.size() <= bytes) return;
  while (bytes > 0 && (static_cast<unsigned char>(name[bytes]) & 0xc0U) == 0x80U) --bytes;
  name.resize(bytes);
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
  shorten(clean, longest_name);
  while (clean.ends_with(' ')) clean.pop_back();  // that stood before what was cut
  return clean;
}

std::string NameSet::add(std::string_view name) {
  const auto own = netcdf_name(name);
  auto unique = own;
  for (std::size_t marks = 1; !taken_.insert(unique).second; ++marks) {
    unique = own;
    shorten(unique, longest_name - marks);
    unique.append(marks, '_');
  }
  return unique;
}

}  // namespace winnow::store
