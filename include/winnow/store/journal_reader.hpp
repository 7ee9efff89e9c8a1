#pragma once
// Reads what a JournalWriter has left, however it came to its end.

#include <cstdint>
#include <filesystem>
#include <limits>
#include <optional>
#include <span>

#include "winnow/base/codec.hpp"
#include "winnow/base/error.hpp"
#include "winnow/base/units.hpp"

namespace winnow::store {

/// Gives the records in the order of writing, up to the first segment that is torn or damaged or cannot be
/// read: what is behind that is lost. So what it gives is a prefix of what was appended, and nothing else,
/// whatever became of the file. Holds one segment in memory.
class JournalReader {
 public:
  /// Fails if the file cannot be opened. One that is no journal has no records. What is behind the first
  /// `most` bytes is taken for not there.
  [[nodiscard]] static base::Result<JournalReader> open(
      const std::filesystem::path& path, std::uint64_t most = std::numeric_limits<std::uint64_t>::max());

  JournalReader(JournalReader&& other) noexcept;
  JournalReader& operator=(JournalReader&&) = delete;
  ~JournalReader();

  /// The next record, valid until the next call; nothing after the last.
  [[nodiscard]] std::optional<std::span<const std::byte>> next();

  /// Where the last record that was, or will be, given ends in the file; 0 if this is no journal. Only after
  /// the last next().
  [[nodiscard]] std::uint64_t end() const { return offset_; }

  /// What is in the file behind the last record that was, or will be, given. Only after the last next().
  [[nodiscard]] base::Bytes lost() const { return {size_ - offset_}; }

  /// Whether that can be the beginning of one segment, as a process leaves it that is killed while it writes.
  /// Else the file is damaged, and whole records may stand there. Only after the last next().
  [[nodiscard]] bool is_torn() const;

 private:
  JournalReader(int fd, std::uint64_t size) : fd_(fd), size_(size) {}
  [[nodiscard]] bool load_segment();
  [[nodiscard]] bool read(std::span<std::byte> into, std::uint64_t offset) const;

  int fd_;
  std::uint64_t size_;
  std::uint64_t offset_ = 0;  ///< of the next segment; 0: this is no journal
  base::Buffer payload_;
  base::Decoder records_{{}};
};

}  // namespace winnow::store
