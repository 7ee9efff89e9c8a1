#pragma once
// What is in memory of a file.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "read/unpacked_file.hpp"
#include "winnow/read/batch.hpp"

namespace winnow::read {

/// A stretch of a file, of what it unfolds to if it is compressed, that grows at its end and is given up at
/// its beginning, in one buffer that is kept from file to file. Only the part of the buffer that has been
/// used takes memory.
class InputWindow {
 public:
  static constexpr std::size_t usual_block = std::size_t{128} << 10;

  /// The window holds at least `lookahead` bytes of any file that has them; files are read by blocks, of
  /// which `profile` is told unless it is null.
  explicit InputWindow(std::size_t lookahead = (std::size_t{64} << 10) + 1, std::size_t block = usual_block,
                       base::Profile* profile = nullptr);

  /// Starts on a file and reads its first block: all of a small file. Fails with the phrases of Reader::open.
  base::Result<void> open(const std::string& path);

  /// As Reader::state.
  [[nodiscard]] const std::optional<FileState>& state() const { return file_.state(); }

  /// The bytes in hand. Valid until extend(), seek() or open().
  [[nodiscard]] std::string_view text() const { return {buffer_.get() + begin_, end_ - begin_}; }

  /// Where in the file the text begins.
  [[nodiscard]] std::uint64_t position() const { return next_ - text().size(); }

  /// Of the file opened; seek() is for files that are not packed.
  [[nodiscard]] Packing packing() const { return file_.packing(); }

  /// Nothing follows the text.
  [[nodiscard]] bool at_end() const { return at_end_; }

  /// The text is as long as it may get.
  [[nodiscard]] bool is_full() const { return text().size() >= lookahead_; }

  /// Gives up the first `size` bytes of the text; what was in them can be looked at as long as the text.
  void drop(std::size_t size) { begin_ += size; }

  /// Appends a block, unless at_end(). Not to be called when is_full(). Fails, and stays as it is, if the
  /// file cannot be read.
  base::Result<void> extend();

  /// Gives up the text; the next begins at `position`.
  void seek(std::uint64_t position);

  /// Gives up what is left of a line and its newline, reading on if need be. Gives its size.
  base::Result<std::uint64_t> skip_line();

  /// Gives up what is before the position `end`. Gives its size and its newlines, and one line for what
  /// follows the file's last newline; less if not all can be read.
  Tally::Amount count_until(std::uint64_t end);

 private:
  UnpackedFile file_;
  std::size_t lookahead_;
  std::size_t block_;
  std::unique_ptr<char[]> buffer_;
  std::size_t begin_ = 0;   ///< of the text in the buffer
  std::size_t end_ = 0;     ///< likewise
  std::uint64_t next_ = 0;  ///< where in the file the next block begins
  bool at_end_ = true;
};

/// The text up to its last newline; at the file's end, all of it.
[[nodiscard]] std::string_view whole_lines(const InputWindow& window);

}  // namespace winnow::read
