#include "read/input_file.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "read/file_status.hpp"
#include "read/reasons.hpp"
#include "winnow/base/operations.hpp"

namespace winnow::read {
namespace {

/// A page of a file comes whole or not at all, so that less than the first one is all there is. Any other
/// short read may hide an error that only the next one shows.
constexpr std::size_t smallest_page = 4096;

}  // namespace

base::Result<void> InputFile::open(const std::string& path) {
  file_ = base::Descriptor();  // closed first: its closing must not touch errno
  file_ = opener_.open(path);
  state_.reset();
  if (!file_.is_open()) return base::fail(errno == ENXIO ? not_regular : unreadable(errno));
  struct stat status {};
  if (::fstat(file_.get(), &status) != 0) return base::fail(unreadable(errno));
  if (!S_ISREG(status.st_mode)) return base::fail(not_regular);
  state_ = state_in(status);
  return {};
}

base::Result<InputFile::Chunk> InputFile::read(char* to, std::size_t room, std::uint64_t offset) {
  base::Operation op(profile_, base::operations::read);
  ssize_t got = 0;
  do {
    got = ::pread(file_.get(), to, room, static_cast<off_t>(offset));
  } while (got < 0 && errno == EINTR);
  if (got < 0) return base::fail(unreadable(errno));
  const auto size = static_cast<std::size_t>(got);
  op.bytes({size});
  const bool is_all = offset + size == state_->size.count;
  return Chunk{size, size == 0 || is_all || (offset == 0 && size < std::min(room, smallest_page))};
}

}  // namespace winnow::read
