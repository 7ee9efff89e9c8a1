#include "winnow/watch/node_sampler.hpp"
#include "winnow/base/kernel_text.hpp"

#include <charconv>
#include <string>
#include <string_view>

#include "watch/kept_file.hpp"
#include "winnow/cluster/cgroup.hpp"

namespace winnow::watch {
namespace {

using Q = Quantity;

/// The group that sets the lowest limit, and the file that says it.
struct Limiting {
  std::optional<cluster::Cgroup> group;
  std::filesystem::path file;
};

Limiting find_limiting(const std::filesystem::path& root) {
  Limiting lowest;
  auto least = base::Bytes::unlimited();
  for (const auto& group : cluster::find_cgroups(root, "memory")) {
    for (const auto& limit : cluster::memory_limits(group)) {
      if (limit.value >= least) continue;
      least = limit.value;
      lowest = {group, group.folder / limit.file};
    }
  }
  return lowest;
}

/// The share after "some avg10=", which the kernel writes in percent
/// (Documentation/accounting/psi.rst of the Linux kernel).
std::optional<double> pressure_in(std::string_view text) {
  constexpr std::string_view key = "some avg10=";
  const auto at = text.find(key);
  if (at == std::string_view::npos) return std::nullopt;
  double percent = 0;
  const auto code = std::from_chars(text.data() + at + key.size(), text.data() + text.size(), percent).ec;
  return code == std::errc() ? std::optional(percent / 100) : std::nullopt;
}

std::optional<base::Bytes> difference(std::optional<base::Bytes> whole, std::optional<base::Bytes> part) {
  if (!whole || !part || *part > *whole) return std::nullopt;
  return *whole - *part;
}

/// A resource's pressure, of the group or else of the node.
KeptFile pressure_file(const std::filesystem::path& root, const Limiting& limiting,
                       const std::string& resource) {
  if (limiting.group) {
    KeptFile of_group(limiting.group->folder / (resource + ".pressure"));
    if (of_group.text()) return of_group;
  }
  return KeptFile(root / "proc/pressure" / resource);
}

}  // namespace

struct NodeSampler::Files {
  explicit Files(const std::filesystem::path& root) : Files(root, find_limiting(root)) {}

  Files(const std::filesystem::path& root, const Limiting& limiting)
      : group(limiting.group),
        memory(root / "proc/meminfo"),
        memory_pressure(pressure_file(root, limiting, "memory")),
        cpu_pressure(pressure_file(root, limiting, "cpu")),
        io_pressure(pressure_file(root, limiting, "io")) {
    if (!group) return;
    limit = KeptFile(limiting.file);
    usage = KeptFile(group->folder / cluster::usage_file(group->version));
    stat = KeptFile(group->folder / "memory.stat");
  }

  std::optional<cluster::Cgroup> group;
  KeptFile limit;
  KeptFile usage;
  KeptFile stat;
  KeptFile memory;
  KeptFile memory_pressure;
  KeptFile cpu_pressure;
  KeptFile io_pressure;
};

NodeSampler::NodeSampler(const std::filesystem::path& root) : files_(std::make_unique<Files>(root)) {
}

NodeSampler::~NodeSampler() = default;
NodeSampler::NodeSampler(NodeSampler&&) noexcept = default;
NodeSampler& NodeSampler::operator=(NodeSampler&&) noexcept = default;

void NodeSampler::take(Sample& sample) {
  auto& files = *files_;
  if (const auto memory = files.memory.text()) {
    const auto total = base::keyed_kibibytes(*memory, "MemTotal:");
    const auto available = base::keyed_kibibytes(*memory, "MemAvailable:");
    sample.set(Q::node_available, available);
    sample.set(Q::node_swapped, difference(base::keyed_kibibytes(*memory, "SwapTotal:"),
                                           base::keyed_kibibytes(*memory, "SwapFree:")));
    if (!files.group) {
      sample.set(Q::node_in_use, difference(total, available));
      sample.set(Q::node_limit, total);
    }
  }
  if (files.group) {
    const auto usage = files.usage.text();
    const auto stat = files.stat.text();
    if (usage) {
      sample.set(Q::node_in_use, cluster::memory_in_use(files.group->version, *usage, stat.value_or("")));
    }
    const auto limit = files.limit.text();
    const auto bytes = limit ? base::leading_number(*limit) : std::nullopt;
    if (bytes) sample.set(Q::node_limit, base::Bytes{*bytes});
  }
  const auto pressure = [](KeptFile& file) {
    const auto text = file.text();
    return text ? pressure_in(*text) : std::nullopt;
  };
  sample.set(Q::memory_pressure, pressure(files.memory_pressure));
  sample.set(Q::cpu_pressure, pressure(files.cpu_pressure));
  sample.set(Q::io_pressure, pressure(files.io_pressure));
}

}  // namespace winnow::watch
