#include "store/journal_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cassert>
#include <cerrno>
#include <utility>

#include "store/journal_format.hpp"

namespace winnow::store {
namespace {

bool sync_folder(const std::filesystem::path& folder) {
  const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return false;
  const bool synced = ::fsync(fd) == 0;
  ::close(fd);
  return synced;
}

}  // namespace

JournalFile::~JournalFile() {
  if (fd_ >= 0) ::close(fd_);
}

base::Result<void> JournalFile::append(std::span<const std::byte> payload) {
  assert(!payload.empty());
  if (fd_ < 0) {
    if (auto opened = open(); !opened) return opened;
  }
  const SegmentHead head{payload.size(), segment_checksum(payload, size_)};
  auto written = write(std::as_bytes(std::span(&head, 1)), size_);
  if (written) written = write(payload, size_ + sizeof head);
  if (written) {
    size_ += sizeof head + payload.size();
  } else {
    static_cast<void>(::ftruncate(fd_, static_cast<off_t>(size_)));  // a reader would drop the rest as well
  }
  return written;
}

base::Result<void> JournalFile::open() {
  return keep_ > 0 ? go_on() : create();
}

base::Result<void> JournalFile::go_on() {
  fd_ = ::open(path_.c_str(), O_WRONLY | O_CLOEXEC);
  if (fd_ < 0) return cannot("open", errno);
  if (::ftruncate(fd_, static_cast<off_t>(keep_)) != 0) return given_up(cannot("cut", errno));
  size_ = keep_;
  return {};
}

base::Result<void> JournalFile::create() {
  const auto folder = path_.parent_path();
  if (::mkdir(folder.c_str(), 0777) != 0 && errno != EEXIST) return cannot("make the folder of", errno);
  fd_ = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (fd_ < 0) return cannot("make", errno);
  if (auto written = write(std::as_bytes(std::span(journal_magic)), 0); !written) {
    ::unlink(path_.c_str());
    return given_up(tl::unexpected(std::move(written).error()));
  }
  size_ = journal_magic.size();
  return {};
}

/// Lets the next append() begin anew.
tl::unexpected<base::Error> JournalFile::given_up(tl::unexpected<base::Error> error) {
  ::close(std::exchange(fd_, -1));
  return error;
}

base::Result<void> JournalFile::sync() {
  if (fd_ < 0 || unsynced() == 0) return {};
  if (::fdatasync(fd_) != 0) return cannot("sync", errno);
  const auto folder = path_.parent_path();
  if (synced_ == 0 && (!sync_folder(folder) || !sync_folder(folder / ".."))) return cannot("sync", errno);
  synced_ = size_;
  return {};
}

base::Result<void> JournalFile::write(std::span<const std::byte> bytes, std::uint64_t offset) const {
  while (!bytes.empty()) {
    const auto wrote = ::pwrite(fd_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote < 0) return cannot("write", errno);
    offset += static_cast<std::uint64_t>(wrote);
    bytes = bytes.subspan(static_cast<std::size_t>(wrote));
  }
  return {};
}

tl::unexpected<base::Error> JournalFile::cannot(const char* verb, int error_number) const {
  return base::fail(fmt::format("cannot {} {}", verb, path_.string()), base::system_words(error_number));
}

}  // namespace winnow::store
