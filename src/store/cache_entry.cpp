#include "store/cache_entry.hpp"

#include <xxhash.h>

#include "winnow/base/codec.hpp"

namespace winnow::store {

CacheKey cache_key(std::string_view objective, std::span<const double> values) {
  base::Buffer bytes;
  bytes.reserve(objective.size() + values.size_bytes() + sizeof(std::uint64_t));
  base::Encoder out(bytes);
  out.put_text(objective);
  for (const double value : values) out.put(value == 0 ? 0.0 : value);
  const auto hash = XXH3_128bits(bytes.data(), bytes.size());
  CacheKey key;
  std::memcpy(key.bytes.data(), &hash.low64, sizeof hash.low64);
  std::memcpy(key.bytes.data() + sizeof hash.low64, &hash.high64, sizeof hash.high64);
  return key;
}

std::uint64_t checksum_of(const CacheKey& key, std::span<const std::byte> outputs, std::uint8_t status,
                          std::int64_t made) {
  base::Buffer bytes(key.bytes.begin(), key.bytes.end());
  base::Encoder out(bytes);
  out.put_bytes(outputs);
  out.put(status);
  out.put(made);
  return XXH3_64bits(bytes.data(), bytes.size());
}

}  // namespace winnow::store
