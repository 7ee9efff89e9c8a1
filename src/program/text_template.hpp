#pragma once
// Text with placeholders, as winnow/program/program.hpp describes them.

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "winnow/base/error.hpp"

namespace winnow::program {

class TextTemplate {
 public:
  /// Placeholders are of `names`, which are told in the advice if there is another one. `file`: where the
  /// text is from, for errors; they have line and column of the placeholder.
  [[nodiscard]] static base::Result<TextTemplate> parse(std::string_view text,
                                                        std::span<const std::string> names,
                                                        const std::string& file = {});

  /// The text with `values`, one a name.
  [[nodiscard]] std::string fill(std::span<const std::string> values) const;

  [[nodiscard]] bool has_placeholders() const { return !placeholders_.empty(); }

 private:
  struct Placeholder {
    std::string before;  ///< text from the placeholder before it on
    std::size_t name;
  };

  std::vector<Placeholder> placeholders_;
  std::string end_;
};

}  // namespace winnow::program
