#include "reduce/key_ranges.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace winnow::reduce {
namespace {

constexpr auto least_share = base::kibibytes(4);
constexpr auto largest_share = base::kibibytes(256);  // what comes is still in the cache when it is taken

/// A key and how many keys it stands for.
using WeightedKey = std::pair<std::string, std::uint64_t>;

std::vector<WeightedKey> gather(const KeySample& sample, base::Team& team) {
  base::Buffer mine;
  base::Encoder out(mine);
  for (const auto& key : sample.keys()) {
    out.put_text(key);
    out.put_varint(sample.stride());
  }
  std::vector<WeightedKey> keys;
  for (const auto& from : team.gather_all(std::move(mine))) {
    for (base::Decoder in(from); in.ok() && !in.at_end();) {
      std::string key(in.get_text());
      keys.emplace_back(std::move(key), in.get_varint());
    }
  }
  return keys;
}

}  // namespace

KeyRanges KeyRanges::agree(const KeySample& sample, base::Team& team, Part part) {
  auto keys = gather(sample, team);
  std::ranges::sort(keys);
  std::uint64_t total = 0;
  for (const auto& [key, weight] : keys) total += weight;
  KeyRanges ranges;
  ranges.part_ = std::move(part);
  const auto size = static_cast<std::uint64_t>(team.size());
  std::uint64_t before = 0;
  for (const auto& [key, weight] : keys) {
    while (ranges.firsts_.size() + 1 < size && before * size >= (ranges.firsts_.size() + 1) * total) {
      ranges.firsts_.push_back(key);
    }
    before += weight;
  }
  return ranges;
}

std::size_t KeyRanges::owner_of(std::string_view key) const {
  if (part_) key = part_(key);
  return static_cast<std::size_t>(std::ranges::upper_bound(firsts_, key) - firsts_.begin());
}

void exchange(const KeyRanges& ranges, base::Team& team, base::Bytes memory,
              const std::function<bool(Record&)>& next, const std::function<void(const Record&)>& take) {
  const auto ranks = static_cast<std::size_t>(team.size());
  // A round ends as soon as one destination has its share, so that no rank can receive more than all shares.
  const auto share = std::clamp<std::size_t>(memory.count / ranks, least_share.count, largest_share.count);
  bool more = true;
  do {
    std::vector<base::Buffer> outgoing(ranks);
    bool full = false;
    for (Record record; more && !full;) {
      more = next(record);
      if (!more) break;
      auto& buffer = outgoing[ranges.owner_of(record.key)];
      base::Encoder out(buffer);
      put_record(record, out);
      full = buffer.size() >= share;
    }
    for (const auto& from : team.exchange(std::move(outgoing))) {
      for (base::Decoder in(from); in.ok() && !in.at_end();) take(get_record(in));
    }
  } while (team.any(more));
}

}  // namespace winnow::reduce
