#include "store/cache_entry.hpp"

#include <xxhash.h>

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

base::Buffer encode(const CachedEvaluation& evaluation) {
  base::Buffer content;
  base::Encoder out(content);
  out.put_varint(evaluation.outputs.size());
  for (const double output : evaluation.outputs) out.put(output);
  for (const auto& [name, value] : evaluation.figures) {
    out.put_text(name);
    out.put(value);
  }
  return content;
}

std::optional<CachedEvaluation> decode(std::span<const std::byte> content) {
  base::Decoder in(content);
  CachedEvaluation evaluation;
  const auto outputs = in.get_varint();
  if (outputs > content.size() / sizeof(double)) return std::nullopt;
  for (std::uint64_t i = 0; i < outputs; ++i) evaluation.outputs.push_back(in.get<double>());
  while (in.ok() && !in.at_end()) {
    std::string name(in.get_text());
    evaluation.figures.emplace_back(std::move(name), in.get<double>());
  }
  if (!in.ok()) return std::nullopt;
  return evaluation;
}

std::uint64_t checksum_of(const CacheKey& key, std::span<const std::byte> content, std::int64_t made) {
  base::Buffer bytes(key.bytes.begin(), key.bytes.end());
  base::Encoder out(bytes);
  out.put_bytes(content);
  out.put(made);
  return XXH3_64bits(bytes.data(), bytes.size());
}

}  // namespace winnow::store
