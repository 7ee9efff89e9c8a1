#include "read/line_source.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "read/reasons.hpp"
#include "winnow/read/batch.hpp"

namespace winnow::read {
namespace {

/// A page of a file comes whole or not at all, so that less than the first one is all there is. Any other
/// short read may hide an error that only the next one shows.
constexpr std::size_t smallest_page = 4096;

}  // namespace

LineSource::LineSource(std::size_t longest_line)
    : capacity_(longest_line + 1), buffer_(std::make_unique_for_overwrite<char[]>(capacity_)) {
}

base::Result<void> LineSource::open(const std::string& path) {
  begin_ = end_ = 0;
  offset_ = 0;
  at_end_ = true;
  file_ = Descriptor();  // closed first: its closing must not touch errno
  file_ = opener_.open(path);
  if (!file_.is_open()) return base::fail(errno == ENXIO ? not_regular : unreadable(errno));
  if (auto filled = fill(); !filled) return filled;
  if (end_ == 0) return refused("empty");
  if (std::memchr(buffer_.get(), '\0', end_) != nullptr) return refused("binary");
  return {};
}

/// Asks what the file is only once it is refused: a good file must not pay for it.
tl::unexpected<base::Error> LineSource::refused(std::string phrase) const {
  struct stat status {};
  const bool special = ::fstat(file_.get(), &status) == 0 && !S_ISREG(status.st_mode);
  return base::fail(special ? not_regular : std::move(phrase));
}

/// Reads by position because that, unlike a plain read, takes nothing out of a FIFO.
base::Result<void> LineSource::fill() {
  const std::size_t room = capacity_ - end_;
  ssize_t got = 0;
  do {
    got = ::pread(file_.get(), buffer_.get() + end_, room, static_cast<off_t>(offset_));
  } while (got < 0 && errno == EINTR);
  if (got < 0) return refused(unreadable(errno));
  const auto size = static_cast<std::size_t>(got);
  at_end_ = size == 0 || (offset_ == 0 && size < std::min(room, smallest_page));
  end_ += size;
  offset_ += size;
  return {};
}

LineRun LineSource::take(std::size_t size) {
  const auto text = unread().substr(0, size);
  begin_ += size;
  return {text};
}

base::Result<LineRun> LineSource::next() {
  for (;;) {
    if (at_end_) return take(unread().size());
    if (const auto newline = unread().rfind('\n'); newline != std::string_view::npos)
      return take(newline + 1);
    if (unread().size() == capacity_) return skip_overlong();
    std::memmove(buffer_.get(), buffer_.get() + begin_, unread().size());
    end_ -= begin_;
    begin_ = 0;
    if (auto filled = fill(); !filled) return tl::unexpected(std::move(filled).error());
  }
}

base::Result<LineRun> LineSource::skip_overlong() {
  overlong_start_ = unread().substr(0, max_rejected_text);
  std::uint64_t size = 0;
  for (;;) {
    const auto newline = unread().find('\n');
    const auto used = newline == std::string_view::npos ? unread().size() : newline + 1;
    begin_ += used;
    size += used;
    if (newline != std::string_view::npos || at_end_) return LineRun{overlong_start_, size};
    begin_ = end_ = 0;
    if (auto filled = fill(); !filled) return tl::unexpected(std::move(filled).error());
  }
}

}  // namespace winnow::read
