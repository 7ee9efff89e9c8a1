#pragma once
// TOML text as settings in the order in which they stand. The one place that knows the TOML library.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "study/node.hpp"
#include "study/schema.hpp"

namespace winnow::study {

/// `key = value` below `[section]`; an empty section is the top of the file.
struct Setting {
  std::string section;
  Selection at;  ///< of its instances
  std::string key;
  base::Place place;  ///< of the key
  Node node;

  /// "section.key", or "key" without a section.
  [[nodiscard]] std::string path() const { return section.empty() ? key : section + "." + key; }
};

/// Where a section begins.
struct Header {
  std::string section;
  Selection at;
  base::Place place;
};

struct Document {
  std::vector<Header> sections;  ///< also those without a setting
  std::vector<Setting> settings;
};

/// Fails on the first mistake in the syntax. A table is a section where the schema has one of its name, and
/// at the top of the file anyway; [name] stands for a list of one where it is a list. `file` goes into the
/// places as it is.
[[nodiscard]] base::Result<Document> parse_document(std::string_view text, const std::string& file,
                                                    const Schema& schema);

/// A value typed at a shell: TOML if it is TOML, else the text itself. Fails on what begins as a TOML list or
/// text and is none, because a shell has eaten its quotes then, and on what is not UTF-8. `place` becomes the
/// value's.
[[nodiscard]] base::Result<Node> parse_typed_value(std::string_view text, const base::Place& place);

}  // namespace winnow::study
