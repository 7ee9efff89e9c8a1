#include "reduce/scratch_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/types.h>
#include <unistd.h>

#include <cassert>
#include <cerrno>
#include <cstdlib>

#include "winnow/base/error.hpp"

namespace winnow::reduce {

ScratchFile& ScratchFile::operator=(ScratchFile&& other) noexcept {
  std::swap(folder_, other.folder_);
  std::swap(fd_, other.fd_);
  std::swap(size_, other.size_);
  return *this;
}

ScratchFile::~ScratchFile() {
  if (fd_ >= 0) ::close(fd_);
}

void ScratchFile::append(std::span<const std::byte> bytes) {
  if (fd_ < 0) create();
  while (!bytes.empty()) {
    const auto wrote = ::pwrite(fd_, bytes.data(), bytes.size(), static_cast<off_t>(size_));
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote < 0) fail("write", errno);
    size_ += static_cast<std::uint64_t>(wrote);
    bytes = bytes.subspan(static_cast<std::size_t>(wrote));
  }
}

void ScratchFile::read(std::uint64_t offset, std::span<std::byte> into) const {
  assert(offset + into.size() <= size_);
  while (!into.empty()) {
    const auto got = ::pread(fd_, into.data(), into.size(), static_cast<off_t>(offset));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) fail("read", got < 0 ? errno : EIO);
    offset += static_cast<std::uint64_t>(got);
    into = into.subspan(static_cast<std::size_t>(got));
  }
}

void ScratchFile::create() {
  fd_ = ::open(folder_.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (fd_ >= 0) return;
  // Not every file system knows O_TMPFILE (NFS does not).
  std::string name = folder_ + "/winnow-scratch-XXXXXX";
  fd_ = ::mkostemp(name.data(), O_CLOEXEC);
  if (fd_ < 0) fail("make", errno);
  ::unlink(name.c_str());
}

void ScratchFile::fail(const char* verb, int error_number) const {
  throw base::Failure({fmt::format("cannot {} a scratch file in {}", verb, folder_),
                       base::system_words(error_number),
                       "free space there, or set TMPDIR to a folder on a larger disk",
                       {}});
}

}  // namespace winnow::reduce
