#include "winnow/cluster/memory_limit.hpp"
#include "winnow/base/kernel_text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cluster/fields.hpp"

namespace winnow::cluster {
namespace {

/// A line of /proc/meminfo, whose "kB" are of 1024 bytes (proc(5)).
std::optional<base::Bytes> memory_information(const std::filesystem::path& root, std::string_view key) {
  return base::keyed_kibibytes(content_of(root / "proc/meminfo").value_or(""), key);
}

std::string source_of(const Cgroup& group, const CgroupLimit& limit) {
  return fmt::format("cgroup {} {} ({})", group.version == Cgroup::Version::v1 ? "v1" : "v2", group.name,
                     limit.file);
}

}  // namespace

MemoryLimit with_candidate(MemoryLimit limit, MemoryCandidate candidate) {
  const auto place =
      std::upper_bound(limit.candidates.begin(), limit.candidates.end(), candidate,
                       [](const MemoryCandidate& a, const MemoryCandidate& b) { return a.value < b.value; });
  limit.candidates.insert(place, std::move(candidate));
  limit.value = limit.candidates.front().value;
  limit.source = limit.candidates.front().source;
  return limit;
}

MemoryLimit find_memory_limit(const std::filesystem::path& root, const std::vector<Cgroup>& groups,
                              const SchedulerFacts& scheduler) {
  MemoryLimit limit;
  limit.source = fmt::format("no control group or scheduler sets one, and {} cannot be read",
                             (root / "proc/meminfo").string());
  for (const auto& group : groups) {
    for (const auto& set : memory_limits(group)) {
      limit = with_candidate(std::move(limit), {set.value, source_of(group, set)});
    }
  }
  for (const auto& candidate : scheduler.memory) limit = with_candidate(std::move(limit), candidate);
  if (const auto physical = memory_information(root, "MemTotal:")) {
    limit = with_candidate(std::move(limit), {*physical, "physical memory"});
  }
  return limit;
}

MemoryState find_memory_state(const std::filesystem::path& root, const std::vector<Cgroup>& groups) {
  MemoryState state;
  state.physical = memory_information(root, "MemTotal:").value_or(base::Bytes{0});
  state.available = memory_information(root, "MemAvailable:").value_or(base::Bytes::unlimited());
  for (const auto& group : groups) {
    const auto used = memory_in_use(group);
    if (!used) continue;
    for (const auto& limit : memory_limits(group)) {
      state.available = std::min(state.available, limit.value - std::min(limit.value, *used));
    }
  }
  return state;
}

void encode(const MemoryLimit& limit, base::Encoder& out) {
  out.put(limit.value.count);
  out.put_text(limit.source);
  out.put_varint(limit.candidates.size());
  for (const auto& candidate : limit.candidates) {
    out.put(candidate.value.count);
    out.put_text(candidate.source);
  }
}

MemoryLimit decode_memory_limit(base::Decoder& in) {
  MemoryLimit limit;
  limit.value = {in.get<std::uint64_t>()};
  limit.source = in.get_text();
  for (auto left = in.get_varint(); left > 0 && in.ok(); --left) {
    const auto value = in.get<std::uint64_t>();
    limit.candidates.push_back({{value}, std::string(in.get_text())});
  }
  return limit;
}

}  // namespace winnow::cluster
