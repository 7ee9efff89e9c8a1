#pragma once
// What a study may say. Every key is declared once, in the table of its section: the C++ member gives its
// type and its default, the table its name, limits, unit and line of documentation. A new section is a struct
// in include/winnow/study, a member of Sections or of another section's struct, a table in a file of its own,
// and a line in make_schema().
//
// A section within another has a dotted name, "optimize.objective". One that is a list,
// [[optimize.parameter]], has an instance for each item; an item goes by its key `name`.

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "study/instance.hpp"
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

/// What a key of a job decides.
enum class Bearing {
  answer,   ///< what the result says
  budget,   ///< how far the work goes, on the way that the other keys lay down
  conduct,  ///< how the work is done: the answer is the same
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
  bool starts_as_example = false;  ///< in a file of all defaults: they alone would not be a valid section
  Scope scope = Scope::anywhere;
  Bearing bearing = Bearing::answer;
};

struct Key {
  KeyText text;
  std::string type;     ///< `size or "auto"`
  std::string accepts;  ///< "at least 1MiB", "one of …"; empty: anything of the type
  std::string initial;  ///< the default as TOML
  /// Sets the key's member from a node, or appends what is wrong with the node. Brings the instance to be.
  std::function<void(const Node&, Sections&, InstanceView, Complaints&)> read;
  /// The member's value as TOML; the instance must be there.
  std::function<std::string(const Sections&, InstanceView)> spell;

  [[nodiscard]] const std::string& example() const { return text.example.empty() ? initial : text.example; }
};

/// Values that are right each and wrong together, or a fault inside a value that its type does not see.
struct Finding {
  std::string key;  ///< without the section; empty: the section as such
  base::Error error;
  std::string other = {};  ///< the key that it contradicts; what overrules the other's layer is at fault
};

struct Section {
  std::string name;     ///< empty: the keys above the first section
  std::string doc;      ///< one line
  std::string applies;  ///< to what it applies, in words
  bool is_job = false;  ///< the answer depends on it, and on what is within it
  bool is_list = false;
  std::vector<Key> keys;
  std::function<std::vector<Instance>(const Sections&)> instances;  ///< those that are there
  std::function<void(Sections&, InstanceView)> make;                ///< brings one to be
  /// Asked of an instance whose keys are right each.
  std::function<std::vector<Finding>(const Sections&, InstanceView)> check;
  /// Lengths of the beginnings of the name that are lists, the section itself included; the schema finds
  /// them.
  std::vector<std::size_t> lists = {};

  [[nodiscard]] const Key* find(std::string_view key) const;
  [[nodiscard]] std::vector<std::string> key_names() const;
  [[nodiscard]] bool is_within_another() const { return name.find('.') != std::string::npos; }

  /// "optimize.parameter.low"
  [[nodiscard]] std::string path_of(const Key& key) const;

  /// "optimize[1].parameter[2]"; the first item of a list goes without its index.
  [[nodiscard]] std::string path_at(InstanceView at) const;
  [[nodiscard]] std::string path_at(InstanceView at, std::string_view key) const;

  /// "[farm]", "[[optimize.parameter]]"; a job is written as a list only if it is not `alone`.
  [[nodiscard]] std::string header(bool alone = true) const;
};

[[nodiscard]] inline Selection every_instance_of(const Section& section) {
  return Selection(section.lists.size(), Every{});
}

[[nodiscard]] inline Instance first_instance_of(const Section& section) {
  return Instance(section.lists.size(), 0);
}

/// A section's place in a certain study.
struct Occurrence {
  const Section* section;
  Instance at;
  bool is_alone;  ///< in its list
};

class Schema {
 public:
  /// A section must come after the one that it is within.
  explicit Schema(std::vector<Section> sections);

  [[nodiscard]] const std::vector<Section>& sections() const& { return sections_; }
  const std::vector<Section>& sections() const&& = delete;
  [[nodiscard]] const Section* find(std::string_view section) const;

  /// Of the sections that are within no other.
  [[nodiscard]] std::vector<std::string> section_names() const;

  /// The sections right within one, without those that are within these.
  [[nodiscard]] std::vector<const Section*> within(const Section& section) const;

  /// The section of that name, or the one that it is within at last.
  [[nodiscard]] const Section& outermost(const Section& section) const;

  /// Of "section.key", or of "section[1].key"; null if there is none.
  [[nodiscard]] const Key* find_path(std::string_view path) const;

  /// All that is there, each section before those within it: the order of a file.
  [[nodiscard]] std::vector<Occurrence> occurrences(const Sections& sections) const;

  /// The instances of a section that are meant, of those that are there.
  [[nodiscard]] std::vector<Instance> select(const Section& section, const Selection& selection,
                                             const Sections& sections) const;

 private:
  void add_occurrences(const Section& section, const Sections& sections, InstanceView owner,
                       std::vector<Occurrence>& all) const;
  [[nodiscard]] bool fits(const Section& list, const Selector& selector, InstanceView item,
                          const Sections& sections) const;

  std::vector<Section> sections_;
};

/// The path without its indices: that of the schema.
[[nodiscard]] std::string without_indices(std::string_view path);

/// What a path stands in: "optimize[1]" of "optimize[1].objective"; empty if in nothing.
[[nodiscard]] std::string_view owner_of(std::string_view path);

/// All sections, in the order in which they are documented.
[[nodiscard]] Schema make_schema();

}  // namespace winnow::study
