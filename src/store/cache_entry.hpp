#pragma once
// An evaluation as the cache keeps it.

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string_view>
#include <unordered_map>

#include "winnow/base/codec.hpp"
#include "winnow/store/evaluation_cache.hpp"

namespace winnow::store {

/// The hash by which an evaluation goes.
struct CacheKey {
  std::array<std::byte, 16> bytes{};

  bool operator==(const CacheKey&) const = default;
};

[[nodiscard]] CacheKey cache_key(std::string_view objective, std::span<const double> values);

/// A part of the key is as good a hash.
struct CacheKeyHash {
  std::size_t operator()(const CacheKey& key) const {
    std::size_t hash = 0;
    std::memcpy(&hash, key.bytes.data(), sizeof hash);
    return hash;
  }
};

struct CacheEntry {
  CachedEvaluation evaluation;
  std::int64_t made = 0;  ///< seconds since 1970

  /// What it takes in memory, with what leads to it.
  [[nodiscard]] std::size_t bytes() const {
    constexpr std::size_t list_and_table = 128;  // nodes of a list and of a hash table with their pointers
    auto bytes = sizeof(CacheEntry) + list_and_table + evaluation.outputs.capacity() * sizeof(double);
    for (const auto& figure : evaluation.figures) bytes += sizeof figure + figure.first.capacity();
    return bytes;
  }
};

using CacheEntries = std::unordered_map<CacheKey, CacheEntry, CacheKeyHash>;

/// As it stands in the file: the number of outputs and they, then each figure's name and value.
[[nodiscard]] base::Buffer encode(const CachedEvaluation& evaluation);
/// None if the bytes are none that encode() gives.
[[nodiscard]] std::optional<CachedEvaluation> decode(std::span<const std::byte> content);

/// Of all that an entry says, and of its key.
[[nodiscard]] std::uint64_t checksum_of(const CacheKey& key, std::span<const std::byte> content,
                                        std::int64_t made);

}  // namespace winnow::store
