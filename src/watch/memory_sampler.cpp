#include "winnow/watch/memory_sampler.hpp"

#include <algorithm>
#include <charconv>
#include <string_view>
#include <utility>

#include "winnow/base/file.hpp"

namespace winnow::watch {
namespace {

/// The kibibytes after `key` in /proc/…/status or /proc/meminfo: "VmHWM:     1736 kB" (proc(5)).
std::optional<base::Bytes> amount(std::string_view text, std::string_view key) {
  const auto at = text.find(key);
  if (at == std::string_view::npos) return std::nullopt;
  const auto digits = text.substr(std::min(text.size(), text.find_first_of("0123456789", at + key.size())));
  std::uint64_t kibibytes = 0;
  const auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), kibibytes);
  if (code != std::errc()) return std::nullopt;
  return base::kibibytes(kibibytes);
}

/// The group that sets the lowest limit; null where none sets any.
const cluster::Cgroup* limiting(const std::vector<cluster::Cgroup>& groups) {
  const cluster::Cgroup* lowest = nullptr;
  auto least = base::Bytes::unlimited();
  for (const auto& group : groups) {
    for (const auto& limit : cluster::memory_limits(group)) {
      if (limit.value >= least) continue;
      least = limit.value;
      lowest = &group;
    }
  }
  return lowest;
}

}  // namespace

MemorySampler::MemorySampler(std::filesystem::path root)
    : root_(std::move(root)), groups_(cluster::find_cgroups(root_, "memory")) {
}

std::optional<ProcessMemory> MemorySampler::process_in(const std::string& folder) const {
  const auto status = base::read_file(root_ / "proc" / folder / "status");
  if (!status) return std::nullopt;
  const auto resident = amount(*status, "VmRSS:");
  const auto peak = amount(*status, "VmHWM:");
  if (!resident || !peak) return std::nullopt;
  return ProcessMemory{*resident, *peak};
}

std::optional<base::Bytes> MemorySampler::node() const {
  if (const auto* group = limiting(groups_)) return cluster::memory_in_use(*group);
  const auto information = base::read_file(root_ / "proc/meminfo");
  if (!information) return std::nullopt;
  const auto total = amount(*information, "MemTotal:");
  const auto available = amount(*information, "MemAvailable:");
  if (!total || !available || *available > *total) return std::nullopt;
  return *total - *available;
}

}  // namespace winnow::watch
