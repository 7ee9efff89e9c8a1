#pragma once
// Text files as runs of whole lines, through one buffer that is kept from file to file.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "read/folder_opener.hpp"
#include "winnow/base/error.hpp"

namespace winnow::read {

/// What comes of a LineSource: whole lines, each with its newline except maybe the file's last. No text: the
/// file is over.
struct LineRun {
  std::string_view text;  ///< valid until the source is used again
  std::uint64_t overlong_size =
      0;  ///< not 0: `text` is the beginning of a line of so many bytes, too long to take
};

class LineSource {
 public:
  /// A line longer than `longest_line` bytes, newline not counted, comes as an overlong one.
  explicit LineSource(std::size_t longest_line = std::size_t{64} << 10);

  /// Starts on a file and reads its first block: all of a small file. Fails with the phrases of Reader::open.
  base::Result<void> open(const std::string& path);

  /// What open() read. Valid until next().
  [[nodiscard]] std::string_view start() const { return unread(); }

  /// Fails if the file stops being readable.
  base::Result<LineRun> next();

 private:
  [[nodiscard]] std::string_view unread() const { return {buffer_.get() + begin_, end_ - begin_}; }
  LineRun take(std::size_t size);
  base::Result<void> fill();
  base::Result<LineRun> skip_overlong();
  [[nodiscard]] tl::unexpected<base::Error> refused(std::string phrase) const;

  FolderOpener opener_;
  Descriptor file_;
  std::size_t capacity_;  ///< the longest line and its newline
  std::unique_ptr<char[]> buffer_;
  std::size_t begin_ = 0;  ///< of what was read and not yet given
  std::size_t end_ = 0;
  std::uint64_t offset_ = 0;  ///< of the next block in the file
  bool at_end_ = false;
  std::string overlong_start_;
};

}  // namespace winnow::read
