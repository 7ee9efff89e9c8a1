#include "report/file_template.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace winnow::report {
namespace {

tl::unexpected<base::Error> bad(std::string_view text, std::string why, std::size_t at, std::string advice) {
  base::Place place;
  place.column = at + 1;
  return base::fail(fmt::format("bad name of files \"{}\"", text),
                    fmt::format("{} at column {}", std::move(why), place.column), std::move(advice), place);
}

}  // namespace

void FileTemplate::add_literal(char c) {
  if (parts_.empty() || parts_.back().is_field) parts_.push_back({false, {}});
  parts_.back().text += c;
}

base::Result<FileTemplate> FileTemplate::parse(std::string_view text) {
  FileTemplate parsed;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    const bool doubled = at + 1 < text.size() && text[at + 1] == c;
    if (c != '{' && c != '}') {
      parsed.add_literal(c);
    } else if (doubled) {
      parsed.add_literal(c);
      ++at;
    } else if (c == '}') {
      return bad(text, "a brace closes nothing", at, "write }} for a brace");
    } else {
      const auto end = text.find('}', at);
      if (end == std::string_view::npos)
        return bad(text, "a brace is not closed", at, "write {{ for a brace");
      const auto name = std::string(text.substr(at + 1, end - at - 1));
      if (name.empty()) return bad(text, "a field has no name", at, "write {router}, say");
      parsed.parts_.push_back({true, name});
      if (std::ranges::find(parsed.fields_, name) == parsed.fields_.end()) parsed.fields_.push_back(name);
      at = end;
    }
  }
  return parsed;
}

std::string FileTemplate::fill(const std::function<std::string(std::string_view)>& value_of) const {
  std::string name;
  for (const auto& part : parts_) name += part.is_field ? value_of(part.text) : part.text;
  return name;
}

}  // namespace winnow::report
