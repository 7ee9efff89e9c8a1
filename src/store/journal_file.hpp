#pragma once
// The file under a JournalWriter: segments, without a thread.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>

#include "winnow/base/error.hpp"

namespace winnow::store {

/// Made by the first append(), with its folder if that is missing; or gone on with. Not thread-safe.
class JournalFile {
 public:
  /// Goes on behind the first `keep` bytes of a journal that is there, if that is not 0: whole segments, as
  /// JournalReader::end() tells.
  explicit JournalFile(std::filesystem::path path, std::uint64_t keep = 0)
      : path_(std::move(path)), keep_(keep) {}
  JournalFile(const JournalFile&) = delete;
  JournalFile& operator=(const JournalFile&) = delete;
  ~JournalFile();

  /// Writes a segment. A failure (disk full, no permission, the file is there already) leaves the file as it
  /// was, and it may be tried again. `payload` must not be empty.
  [[nodiscard]] base::Result<void> append(std::span<const std::byte> payload);

  /// Makes durable what was appended, and the file's name.
  [[nodiscard]] base::Result<void> sync();

  /// Where the last segment ends that was appended, or that was there; 0 if there is none.
  [[nodiscard]] std::uint64_t end() const { return fd_ < 0 ? keep_ : size_; }

  /// Appended since the last sync().
  [[nodiscard]] std::uint64_t unsynced() const { return size_ - synced_; }

 private:
  [[nodiscard]] base::Result<void> open();
  [[nodiscard]] base::Result<void> create();
  [[nodiscard]] base::Result<void> go_on();
  [[nodiscard]] base::Result<void> write(std::span<const std::byte> bytes, std::uint64_t offset) const;
  [[nodiscard]] tl::unexpected<base::Error> given_up(tl::unexpected<base::Error> error);
  [[nodiscard]] tl::unexpected<base::Error> cannot(const char* verb, int error_number) const;

  std::filesystem::path path_;
  std::uint64_t keep_;
  int fd_ = -1;
  std::uint64_t size_ = 0;
  std::uint64_t synced_ = 0;
};

}  // namespace winnow::store
