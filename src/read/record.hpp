#pragma once
// Records of csv and table files: where one begins, the next follows from the bytes alone.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "winnow/base/units.hpp"

namespace winnow::read {

struct FieldText {
  std::string_view text;     ///< without the quotes around it
  bool has_doubles = false;  ///< a quote in it is written as two

  /// The text with each double quote made one.
  [[nodiscard]] std::string plain() const;
};

struct Record {
  enum class Kind : std::uint8_t {
    row,
    ignored,
    broken,    ///< to be rejected as a whole
    overlong,  ///< broken, and without a newline within the longest record: it ends with its line
    cut        ///< more text must be seen to tell
  };
  Kind kind = Kind::cut;
  std::size_t size = 0;          ///< with the newline at its end; 0: overlong or cut
  std::uint64_t lines = 0;       ///< that it takes
  const char* reason = nullptr;  ///< why it is broken or overlong
};

/// How records follow each other. A record begins at a file's start (behind a byte order mark) or after a
/// newline, and what it is depends on nothing but at most lookahead() bytes from there on. So chains of
/// records that begin at different places run together.
class RecordGrammar {
 public:
  explicit RecordGrammar(base::Bytes longest_record) : longest_(longest_record.count) {}
  virtual ~RecordGrammar() = default;

  /// The record at the beginning of `text`, which is not empty, and its fields (undefined unless it is a row;
  /// those of a comment are its words). Never `cut` if the file ends with the text, or if the text is at
  /// least as long as the lookahead.
  [[nodiscard]] virtual Record scan(std::string_view text, bool at_end,
                                    std::vector<FieldText>& fields) const = 0;

  [[nodiscard]] virtual std::size_t lookahead() const = 0;

  /// True if no record that begins in `text` can reach over a newline.
  [[nodiscard]] virtual bool has_only_lines(std::string_view text) const = 0;

  /// The most bytes that a record has, its last newline not counted, unless it is overlong.
  [[nodiscard]] std::size_t longest_record() const { return longest_; }

 protected:
  /// A record that is lost up to its first newline.
  [[nodiscard]] Record broken(std::string_view text, bool at_end, const char* reason) const;

 private:
  std::size_t longest_;
};

}  // namespace winnow::read
