#pragma once
// Which of a section's several places in a study is meant.

#include <cstddef>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace winnow::study {

/// The index in each list on the way to a section: nothing in [farm], the problem in [optimize], problem and
/// parameter in [[optimize.parameter]].
using Instance = std::vector<std::size_t>;
using InstanceView = std::span<const std::size_t>;

/// All items of a list.
struct Every {
  bool operator==(const Every&) const = default;
};

/// Items of a list: each, or the one at an index, or the one of a name.
using Selector = std::variant<Every, std::size_t, std::string>;

/// A selector for each list on the way to a section.
using Selection = std::vector<Selector>;

/// Of a selection by indices alone.
[[nodiscard]] inline Instance instance_of(const Selection& selection) {
  Instance instance;
  for (const auto& selector : selection) instance.push_back(std::get<std::size_t>(selector));
  return instance;
}

}  // namespace winnow::study
