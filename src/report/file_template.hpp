#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "winnow/base/error.hpp"

namespace winnow::report {

/// The name of a file with fields in braces: "{report}_{router}_average.txt". "{{" and "}}" are braces.
class FileTemplate {
 public:
  /// Fails with the column of the problem on a brace without its partner and on a field without a name.
  [[nodiscard]] static base::Result<FileTemplate> parse(std::string_view text);

  /// The fields, in order of appearance, each once.
  [[nodiscard]] const std::vector<std::string>& fields() const { return fields_; }

  /// The name with each field's value in its place.
  [[nodiscard]] std::string fill(const std::function<std::string(std::string_view field)>& value_of) const;

 private:
  struct Part {
    bool is_field;
    std::string text;
  };

  void add_literal(char c);

  std::vector<Part> parts_;
  std::vector<std::string> fields_;
};

}  // namespace winnow::report
