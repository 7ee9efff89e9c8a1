#pragma once
// What a study may say. Every key is declared once, in the table of its section: the C++ member gives its
// type and its default, the table its name, limits, unit and line of documentation. A new section is a struct
// in include/winnow/study, a member of Sections, a table in a file of its own, and a line in make_schema().

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "study/limits.hpp"
#include "study/value_type.hpp"
#include "winnow/study/sections.hpp"

namespace winnow::study {

/// Where a key may be set.
enum class Scope {
  anywhere,         ///< every layer
  study,            ///< study file, environment, --set: it makes no sense for several studies at once
  choice_of_preset  ///< every layer but the preset itself; its effect is the values of that layer
};

/// The part of a key's declaration that is written by hand.
struct KeyText {
  std::string name;
  std::string doc;  ///< one line
  std::string unit = {};
  Range range = {};  ///< amounts must have one
  std::vector<std::string> choices = {};
  std::string example =
      {};  ///< as TOML, for messages; empty: the default serves. A required key must have one
  bool required = false;
  Scope scope = Scope::anywhere;
};

struct Key {
  KeyText text;
  std::string type;     ///< `size or "auto"`
  std::string accepts;  ///< "at least 1MiB", "one of …"; empty: anything of the type
  /// Sets the key's member from a node, or appends what is wrong with the node. Brings the job to be, if it
  /// is a key of one.
  std::function<void(const Node&, Sections&, Complaints&)> read;
  /// The member's value as TOML; the default if the job is not there.
  std::function<std::string(const Sections&)> spell;

  [[nodiscard]] std::string example() const;
};

/// Values that are right each and wrong together, or a fault inside a value that its type does not see.
struct Finding {
  std::string key;  ///< without the section
  base::Error error;
};

struct Section {
  std::string name;     ///< empty: the keys above the first section
  std::string doc;      ///< one line
  std::string applies;  ///< to what it applies, in words
  bool is_job = false;
  std::vector<Key> keys;
  std::function<bool(const Sections&)> is_present;
  std::function<void(Sections&)> make_present;
  std::function<void(Sections&)> remove;
  /// Asked of a section that is present and whose keys are right each.
  std::function<std::vector<Finding>(const Sections&)> check;

  [[nodiscard]] const Key* find(std::string_view key) const;
  [[nodiscard]] std::vector<std::string> key_names() const;
  [[nodiscard]] std::string path_of(const Key& key) const {
    return name.empty() ? key.text.name : name + "." + key.text.name;
  }
};

class Schema {
 public:
  explicit Schema(std::vector<Section> sections) : sections_(std::move(sections)) {}

  [[nodiscard]] const std::vector<Section>& sections() const& { return sections_; }
  const std::vector<Section>& sections() const&& = delete;
  [[nodiscard]] const Section* find(std::string_view section) const;
  [[nodiscard]] std::vector<std::string> section_names() const;

  /// Of "section.key"; null if there is none.
  [[nodiscard]] const Key* find_path(std::string_view path) const;

 private:
  std::vector<Section> sections_;
};

/// All sections, in the order in which they are documented.
[[nodiscard]] Schema make_schema();

}  // namespace winnow::study
