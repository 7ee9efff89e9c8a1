#pragma once
// A journal on disk, numbers little-endian:
//
//   magic      8 bytes; another format has another
//   segments   each: size of its payload (8 bytes), checksum (8 bytes), payload
//
// and a payload is a sequence of records, each behind its size (as base::Encoder::put_bytes writes it). The
// checksum is the XXH3-64 of the payload, seeded with the segment's offset in the file, so that a segment
// counts only where it was written. A segment is whole or it is not there: the first that is not ends the
// journal.

#include <xxhash.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace winnow::store {

inline constexpr std::array<char, 8> journal_magic{'w', 'i', 'n', 'n', 'o', 'w', 'J', '1'};

struct SegmentHead {
  std::uint64_t size = 0;  ///< of the payload; never 0
  std::uint64_t checksum = 0;
};

[[nodiscard]] inline std::uint64_t segment_checksum(std::span<const std::byte> payload,
                                                    std::uint64_t offset) {
  return XXH3_64bits_withSeed(payload.data(), payload.size(), offset);
}

}  // namespace winnow::store
