#include "program/text_template.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "winnow/base/text.hpp"

namespace winnow::program {
namespace {

bool is_of_name(char letter) {
  return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
         (letter >= '0' && letter <= '9') || letter == '_' || letter == '-' || letter == '.';
}

/// The name if `text` begins with a name in braces, else nothing.
std::string_view name_in_braces(std::string_view text) {
  if (!text.starts_with('{')) return {};
  const auto end = std::ranges::find_if_not(text.substr(1), is_of_name) - text.begin();
  const auto size = static_cast<std::size_t>(end);
  return size > 1 && size < text.size() && text[size] == '}' ? text.substr(1, size - 1) : std::string_view{};
}

base::Place place_of(std::size_t at, std::string_view text, const std::string& file) {
  const auto before = text.substr(0, at);
  const auto line_start = before.rfind('\n');
  return {file, static_cast<std::uint64_t>(1 + std::ranges::count(before, '\n')),
          line_start == std::string_view::npos ? at + 1 : at - line_start};
}

tl::unexpected<base::Error> unknown(std::string_view name, std::span<const std::string> names,
                                    base::Place place) {
  const auto near = base::nearest(name, names);
  const auto advice = near.empty() ? std::string() : fmt::format("write {{{}}}, or ", near.front());
  return base::fail(
      fmt::format("unknown placeholder {{{}}}", name), "there is no parameter of that name",
      fmt::format("{}{{{{{}}}}} for the braces themselves", advice.empty() ? "write " : advice, name),
      std::move(place));
}

}  // namespace

base::Result<TextTemplate> TextTemplate::parse(std::string_view text, std::span<const std::string> names,
                                               const std::string& file) {
  TextTemplate parsed;
  std::string before;
  int open = 0;  // doubled braces that were not closed yet
  for (std::size_t at = 0; at < text.size();) {
    const auto rest = text.substr(at);
    if (rest.starts_with("{{") || (open > 0 && rest.starts_with("}}"))) {
      before += rest.front();
      open += rest.front() == '{' ? 1 : -1;
      at += 2;
      continue;
    }
    const auto name = name_in_braces(rest);
    if (name.empty()) {
      before += rest.front();
      ++at;
      continue;
    }
    const auto known = std::ranges::find(names, name);
    if (known == names.end()) return unknown(name, names, place_of(at, text, file));
    parsed.placeholders_.push_back(
        {std::exchange(before, {}), static_cast<std::size_t>(known - names.begin())});
    at += name.size() + 2;
  }
  parsed.end_ = std::move(before);
  return parsed;
}

std::string TextTemplate::fill(std::span<const std::string> values) const {
  std::string text;
  for (const auto& placeholder : placeholders_)
    text.append(placeholder.before).append(values[placeholder.name]);
  return text.append(end_);
}

}  // namespace winnow::program
