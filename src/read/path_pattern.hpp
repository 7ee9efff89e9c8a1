#pragma once
// Patterns of paths, matched component by component. Pure: nothing here looks at a file system.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "winnow/base/error.hpp"

namespace winnow::read {

/// The path without empty and "." components; a leading slash stays.
[[nodiscard]] std::string normalised(std::string_view path);

/// A path whose components may hold *, ? and [sets], and "**" for any number of folders. A wildcard takes no
/// leading dot.
///
/// A walk carries a set of states from folder to folder: bit i says that component i may be what comes next.
/// So a folder that "**" reaches in several ways is walked once.
class PathPattern {
 public:
  using States = std::uint64_t;

  /// Fails on an empty pattern, on ".." after a wildcard and on more than 64 components after the base.
  [[nodiscard]] static base::Result<PathPattern> parse(std::string_view pattern);

  /// The fixed folder that all matches lie in, with a slash at its end; "" for the folder that is walked
  /// from.
  [[nodiscard]] const std::string& base() const { return base_; }

  /// True if it is the path of one file.
  [[nodiscard]] bool is_fixed() const {
    return components_.size() == 1 && components_[0].kind == Kind::literal;
  }

  /// The states in the base folder.
  [[nodiscard]] States start() const { return closure(1); }

  /// The states in the folder `name` of a folder in `states`; 0: nothing in there can match.
  [[nodiscard]] States enter(States states, std::string_view name) const;

  /// True if the file `name` of a folder in `states` matches.
  [[nodiscard]] bool takes(States states, std::string_view name) const;

  /// The one name that can match in `states`; nullptr: there may be several.
  [[nodiscard]] const std::string* only_name(States states) const;

  /// The states in a folder given by its normalised path below the base.
  [[nodiscard]] States reach(std::string_view folder) const;

 private:
  enum class Kind : std::uint8_t { literal, wildcard, any_folders };
  struct Component {
    Kind kind;
    std::string text;
    [[nodiscard]] bool takes(std::string_view name) const;
  };

  PathPattern(std::string base, std::vector<Component> components);
  static Component component_of(std::string text);
  [[nodiscard]] States closure(States states) const;

  std::string base_;
  std::vector<Component> components_;
};

}  // namespace winnow::read
