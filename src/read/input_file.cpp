#include "read/input_file.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "read/reasons.hpp"

namespace winnow::read {
namespace {

/// A page of a file comes whole or not at all, so that less than the first one is all there is. Any other
/// short read may hide an error that only the next one shows.
constexpr std::size_t smallest_page = 4096;

}  // namespace

base::Result<void> InputFile::open(const std::string& path) {
  file_ = Descriptor();  // closed first: its closing must not touch errno
  file_ = opener_.open(path);
  if (!file_.is_open()) return base::fail(errno == ENXIO ? not_regular : unreadable(errno));
  return {};
}

/// Reads by position because that, unlike a plain read, takes nothing out of a FIFO.
base::Result<InputFile::Chunk> InputFile::read(char* to, std::size_t room, std::uint64_t offset) {
  ssize_t got = 0;
  do {
    got = ::pread(file_.get(), to, room, static_cast<off_t>(offset));
  } while (got < 0 && errno == EINTR);
  if (got < 0) return refused(unreadable(errno));
  const auto size = static_cast<std::size_t>(got);
  return Chunk{size, size == 0 || (offset == 0 && size < std::min(room, smallest_page))};
}

/// Asks what the file is only once it is refused: a good file must not pay for it.
tl::unexpected<base::Error> InputFile::refused(std::string phrase) const {
  struct stat status {};
  const bool special = ::fstat(file_.get(), &status) == 0 && !S_ISREG(status.st_mode);
  return base::fail(special ? not_regular : std::move(phrase));
}

}  // namespace winnow::read
