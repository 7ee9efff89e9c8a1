#include "read/path_pattern.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <span>
#include <utility>

#include "winnow/base/text.hpp"

namespace winnow::read {
namespace {

constexpr std::size_t most_components = 64;  // the bits of States

/// The components of a path but empty ones and "."; the first is "/" if the path is absolute.
std::vector<std::string> components_of(std::string_view path) {
  std::vector<std::string> components;
  if (path.starts_with('/')) components.emplace_back("/");
  while (!path.empty()) {
    const auto component = path.substr(0, path.find('/'));
    path.remove_prefix(std::min(component.size() + 1, path.size()));
    if (!component.empty() && component != ".") components.emplace_back(component);
  }
  return components;
}

std::string folder_text(std::span<const std::string> components) {
  std::string text;
  for (const auto& component : components) text += component == "/" ? component : component + "/";
  return text;
}

bool is_wild(std::string_view component) {
  return component.find_first_of("*?[") != std::string_view::npos;
}

}  // namespace

std::string normalised(std::string_view path) {
  auto text = folder_text(components_of(path));
  if (text.size() > 1) text.pop_back();
  return text;
}

bool PathPattern::Component::takes(std::string_view name) const {
  if (kind == Kind::literal) return name == text;
  if (name.starts_with('.') && !text.starts_with('.')) return false;
  return kind == Kind::any_folders || base::matches_glob(text, name);
}

PathPattern::Component PathPattern::component_of(std::string text) {
  const auto kind = text == "**" ? Kind::any_folders : is_wild(text) ? Kind::wildcard : Kind::literal;
  return {kind, std::move(text)};
}

PathPattern::PathPattern(std::string base, std::vector<Component> components)
    : base_(std::move(base)), components_(std::move(components)) {
}

base::Result<PathPattern> PathPattern::parse(std::string_view pattern) {
  auto texts = components_of(pattern);
  if (texts.empty() || texts == std::vector<std::string>{"/"}) {
    return base::fail(fmt::format("\"{}\" names no files", pattern), "",
                      "write a path, as \"reports/*.txt\"");
  }
  if (texts.back() == "**") texts.emplace_back("*");
  auto first_wild = std::ranges::find_if(texts, is_wild);
  if (std::find(first_wild, texts.end(), "..") != texts.end()) {
    return base::fail(fmt::format("\"..\" follows a wildcard in \"{}\"", pattern), "",
                      "write the path without going back");
  }
  const auto base_end = first_wild == texts.end() ? texts.end() - 1 : first_wild;
  std::vector<Component> components;
  for (auto text = base_end; text != texts.end(); ++text) components.push_back(component_of(*text));
  if (components.size() > most_components) {
    return base::fail(
        fmt::format("\"{}\" is too deep", pattern),
        fmt::format("{} components, at most {} may follow a wildcard", components.size(), most_components),
        "write \"**\" for any number of folders");
  }
  return PathPattern(folder_text({texts.begin(), base_end}), std::move(components));
}

PathPattern::States PathPattern::closure(States states) const {
  for (std::size_t i = 0; i + 1 < components_.size(); ++i) {
    const bool is_in = (states >> i & 1) != 0;
    if (is_in && components_[i].kind == Kind::any_folders) states |= States{1} << (i + 1);
  }
  return states;
}

PathPattern::States PathPattern::enter(States states, std::string_view name) const {
  States inside = 0;
  for (auto rest = states; rest != 0; rest &= rest - 1) {
    const auto i = static_cast<std::size_t>(std::countr_zero(rest));
    if (i + 1 == components_.size() || !components_[i].takes(name)) continue;
    inside |= States{1} << (components_[i].kind == Kind::any_folders ? i : i + 1);
  }
  return closure(inside);
}

bool PathPattern::takes(States states, std::string_view name) const {
  const auto last = components_.size() - 1;
  return (states >> last & 1) != 0 && components_[last].takes(name);
}

const std::string* PathPattern::only_name(States states) const {
  if (!std::has_single_bit(states)) return nullptr;
  const auto& component = components_[static_cast<std::size_t>(std::countr_zero(states))];
  return component.kind == Kind::literal ? &component.text : nullptr;
}

PathPattern::States PathPattern::reach(std::string_view folder) const {
  auto states = start();
  while (!folder.empty() && states != 0) {
    const auto name = folder.substr(0, folder.find('/'));
    folder.remove_prefix(std::min(name.size() + 1, folder.size()));
    states = enter(states, name);
  }
  return states;
}

}  // namespace winnow::read
