#include "read/record.hpp"

namespace winnow::read {

std::string FieldText::plain() const {
  std::string all(text);
  if (!has_doubles) return all;
  for (auto at = all.find('"'); at != std::string::npos; at = all.find('"', at + 1)) all.erase(at, 1);
  return all;
}

Record RecordGrammar::broken(std::string_view text, bool at_end, const char* reason) const {
  const auto newline = text.substr(0, longest_ + 1).find('\n');
  if (newline != std::string_view::npos) return {Record::Kind::broken, newline + 1, 1, reason};
  if (text.size() > longest_) return {Record::Kind::overlong, 0, 0, reason};
  if (!at_end) return {};
  return {Record::Kind::broken, text.size(), 1, reason};
}

}  // namespace winnow::read
