#include "winnow/store/journal_reader.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <type_traits>
#include <utility>

#include "store/journal_format.hpp"

namespace winnow::store {

base::Result<JournalReader> JournalReader::open(const std::filesystem::path& path, std::uint64_t most) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  struct stat status {};
  if (fd < 0 || ::fstat(fd, &status) != 0) {
    const int error_number = errno;
    if (fd >= 0) ::close(fd);
    return base::fail(fmt::format("cannot read {}", path.string()), base::system_words(error_number));
  }
  JournalReader reader(fd, std::min(static_cast<std::uint64_t>(status.st_size), most));
  std::remove_const_t<decltype(journal_magic)> magic{};
  const bool is_journal = reader.read(std::as_writable_bytes(std::span(magic)), 0) && magic == journal_magic;
  if (is_journal) reader.offset_ = magic.size();
  return reader;
}

JournalReader::JournalReader(JournalReader&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)),
      size_(other.size_),
      offset_(other.offset_),
      payload_(std::move(other.payload_)),
      records_(other.records_) {
}

JournalReader::~JournalReader() {
  if (fd_ >= 0) ::close(fd_);
}

std::optional<std::span<const std::byte>> JournalReader::next() {
  if (records_.at_end() && !load_segment()) return std::nullopt;
  return records_.get_bytes();
}

bool JournalReader::load_segment() {
  SegmentHead head;
  if (offset_ == 0 || !read(std::as_writable_bytes(std::span(&head, 1)), offset_)) return false;
  const auto begin = offset_ + sizeof head;
  if (head.size == 0 || head.size > size_ - begin) return false;
  payload_.resize(head.size);
  if (!read(payload_, begin) || segment_checksum(payload_, offset_) != head.checksum) return false;
  offset_ = begin + head.size;
  records_ = base::Decoder(payload_);
  return true;
}

bool JournalReader::is_torn() const {
  constexpr auto longest_segment = base::mebibytes(128);  // a writer lets 64 MiB wait at most, and a record
  SegmentHead head;
  if (offset_ == 0) return false;
  if (size_ - offset_ < sizeof head) return true;
  if (!read(std::as_writable_bytes(std::span(&head, 1)), offset_)) return false;
  return head.size > size_ - offset_ - sizeof head && head.size <= longest_segment.count;
}

bool JournalReader::read(std::span<std::byte> into, std::uint64_t offset) const {
  if (offset > size_ || into.size() > size_ - offset) return false;
  while (!into.empty()) {
    const auto got = ::pread(fd_, into.data(), into.size(), static_cast<off_t>(offset));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    offset += static_cast<std::uint64_t>(got);
    into = into.subspan(static_cast<std::size_t>(got));
  }
  return true;
}

}  // namespace winnow::store
