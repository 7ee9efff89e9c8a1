#pragma once
// A value as it was written, before anybody knows what it is for.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "winnow/base/error.hpp"

namespace winnow::study {

struct Node {
  using List = std::vector<Node>;
  using Table = std::map<std::string, Node>;
  /// What no key takes: a date.
  struct Foreign {
    std::string type;  ///< with its article: "a date"
  };

  std::variant<bool, std::int64_t, double, std::string, List, Table, Foreign> value;
  base::Place place;
  /// The value as it was typed, where it was typed without TOML's quotes: `--set title=2026` means the text.
  std::optional<std::string> raw = std::nullopt;

  template <class T>
  [[nodiscard]] const T* as() const {
    return std::get_if<T>(&value);
  }
};

/// "text", "an integer", "a list".
[[nodiscard]] std::string type_of(const Node& node);

/// The value as TOML, cut to what fits into a message.
[[nodiscard]] std::string shown(const Node& node);

}  // namespace winnow::study
