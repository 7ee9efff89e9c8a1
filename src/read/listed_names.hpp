#pragma once
// The lines of a file of names.

#include <cstdint>
#include <string>
#include <string_view>

#include "read/input_window.hpp"

namespace winnow::read {

/// Reads a file of names, one a line, block by block. Blank lines are passed; a carriage return at a line's
/// end is no part of the name.
class ListedNames {
 public:
  enum class Step : std::uint8_t {
    name,
    refused,  ///< a line that can be no name, or the rest of a file that cannot be read
    passed,   ///< nothing of interest
    finished
  };

  /// Starts on the list. Fails with the phrases of Reader::open.
  base::Result<void> open(const std::string& path);

  /// Goes one line on, or fetches the next ones.
  Step step();

  /// The name come upon, or the beginning of the line refused. Valid until the next step.
  [[nodiscard]] std::string_view text() const { return text_; }

  /// Why the line was refused.
  [[nodiscard]] const std::string& reason() const { return reason_; }

  /// Where it stands, from 1 on.
  [[nodiscard]] std::uint64_t line() const { return line_; }

 private:
  Step read_on();
  Step refuse(std::string_view text, std::string reason);

  InputWindow window_;
  std::string_view rest_;  ///< whole lines in hand, not yet given
  std::string_view text_;
  std::string refused_text_;
  std::string reason_;
  std::uint64_t line_ = 0;
  bool is_over_ = false;
};

}  // namespace winnow::read
