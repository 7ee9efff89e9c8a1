#include "read/record.hpp"

#include <algorithm>

namespace winnow::read {

std::string FieldText::plain() const {
  if (!has_doubles) return std::string(text);
  std::string all;
  auto rest = text;
  for (auto quote = rest.find('"'); quote != std::string_view::npos; quote = rest.find('"')) {
    all += rest.substr(0, quote + 1);
    rest.remove_prefix(std::min(quote + 2, rest.size()));
  }
  return all += rest;
}

Record RecordGrammar::broken(std::string_view text, bool at_end, const char* reason) const {
  const auto newline = text.substr(0, longest_ + 1).find('\n');
  if (newline != std::string_view::npos) return {Record::Kind::broken, newline + 1, 1, reason};
  if (text.size() > longest_) return {Record::Kind::overlong, 0, 0, reason};
  if (!at_end) return {};
  return {Record::Kind::broken, text.size(), 1, reason};
}

}  // namespace winnow::read
