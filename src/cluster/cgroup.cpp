#include "winnow/cluster/cgroup.hpp"
#include "winnow/base/kernel_text.hpp"

#include <algorithm>
#include <utility>

#include "cluster/fields.hpp"
#include "winnow/base/text.hpp"

namespace winnow::cluster {
namespace {

using std::filesystem::path;

/// A mounted hierarchy.
struct Mount {
  Cgroup::Version version;
  std::string top;      // the group that the mount shows as its "/"
  std::string folder;   // where it is mounted
  std::string options;  // of a v1 mount: its controllers, among others
};

bool lists(std::string_view list, std::string_view word) {
  const auto words = split(list, ',');
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// Undoes the \ooo by which mountinfo writes blanks.
std::string without_escapes(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto digits = text.substr(i + 1, 3);
    const bool escape =
        text[i] == '\\' && digits.size() == 3 &&
        std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '7'; });
    if (!escape) {
      plain += text[i];
      continue;
    }
    plain += static_cast<char>((digits[0] - '0') * 64 + (digits[1] - '0') * 8 + (digits[2] - '0'));
    i += 3;
  }
  return plain;
}

/// The hierarchies of /proc/self/mountinfo (proc(5)): "36 35 98:0 /top /folder rw shared:1 - type source
/// options".
std::vector<Mount> find_mounts(const path& root) {
  std::vector<Mount> mounts;
  const auto text = content_of(root / "proc/self/mountinfo").value_or("");
  for (const auto line : split(text, '\n')) {
    const auto dash = line.find(" - ");
    if (dash == std::string_view::npos) continue;
    const auto before = split(line.substr(0, dash), ' ');
    const auto after = split(line.substr(dash + 3), ' ');
    if (before.size() < 5 || after.size() < 3) continue;
    if (after[0] != "cgroup" && after[0] != "cgroup2") continue;
    mounts.push_back({after[0] == "cgroup" ? Cgroup::Version::v1 : Cgroup::Version::v2,
                      without_escapes(before[3]), without_escapes(before[4]), std::string(after[2])});
  }
  return mounts;
}

/// This process's group in the hierarchy of the mount, from /proc/self/cgroup: "4:memory:/group",
/// "0::/group".
std::optional<std::string> own_group(std::string_view text, const Mount& mount, std::string_view controller) {
  for (const auto line : split(text, '\n')) {
    const auto first = line.find(':');
    const auto second = first == std::string_view::npos ? first : line.find(':', first + 1);
    if (second == std::string_view::npos) continue;
    const auto controllers = line.substr(first + 1, second - first - 1);
    const bool same =
        mount.version == Cgroup::Version::v2 ? controllers.empty() : lists(controllers, controller);
    if (same) return std::string(line.substr(second + 1));
  }
  return std::nullopt;
}

/// The group's path below the mount: "a/b". Empty (the mount itself) where it is not below it.
path below(const Mount& mount, const std::string& group) {
  const path own = path(group).relative_path();
  const path top = path(mount.top).relative_path();
  const auto [own_at, top_at] = std::mismatch(own.begin(), own.end(), top.begin(), top.end());
  const bool outside = top_at != top.end() || std::find(own.begin(), own.end(), "..") != own.end();
  path relative;
  if (outside) return relative;
  for (auto part = own_at; part != own.end(); ++part) relative /= *part;
  return relative;
}

/// The group at `relative` and its parents up to the mount, as far as they are there.
void append_chain(const path& folder, path relative, Cgroup::Version version, std::vector<Cgroup>& groups) {
  for (;;) {
    std::error_code ignored;
    const auto here = relative.empty() ? folder : folder / relative;
    if (std::filesystem::is_directory(here, ignored))
      groups.push_back({version, "/" + relative.string(), here});
    if (relative.empty()) return;
    relative = relative.parent_path();
  }
}

/// A version 1 hierarchy may be without inheritance: what its parents limit is then not this group's matter.
bool inherits(const Cgroup& parent) {
  return content_of(parent.folder / "memory.use_hierarchy").value_or("1") != "0";
}

std::optional<std::uint64_t> number_in(const path& file) {
  return number(content_of(file).value_or(""));
}

}  // namespace

std::vector<Cgroup> find_cgroups(const path& root, std::string_view controller) {
  std::vector<Cgroup> groups;
  const auto own = content_of(root / "proc/self/cgroup").value_or("");
  for (const auto& mount : find_mounts(root)) {
    if (mount.version == Cgroup::Version::v1 && !lists(mount.options, controller)) continue;
    const bool mounted_before = std::any_of(
        groups.begin(), groups.end(), [&](const Cgroup& group) { return group.version == mount.version; });
    if (mounted_before) continue;
    const auto group = own_group(own, mount, controller);
    if (!group) continue;
    std::vector<Cgroup> chain;
    append_chain(root / path(mount.folder).relative_path(), below(mount, *group), mount.version, chain);
    if (mount.version == Cgroup::Version::v1 && controller == "memory" && !chain.empty()) {
      chain.erase(std::find_if_not(chain.begin() + 1, chain.end(), inherits), chain.end());
    }
    std::move(chain.begin(), chain.end(), std::back_inserter(groups));
  }
  return groups;
}

std::vector<CgroupLimit> memory_limits(const Cgroup& group) {
  // Version 1 writes "unlimited" as the largest multiple of a page below 2^63.
  constexpr std::uint64_t beyond_any_machine = std::uint64_t{1} << 62;
  const std::vector<std::string> files = group.version == Cgroup::Version::v1
                                             ? std::vector<std::string>{"memory.limit_in_bytes"}
                                             : std::vector<std::string>{"memory.max", "memory.high"};
  std::vector<CgroupLimit> limits;
  for (const auto& file : files) {
    const auto value = number_in(group.folder / file);
    if (value && *value < beyond_any_machine) limits.push_back({{*value}, file});
  }
  return limits;
}

std::optional<base::Bytes> memory_in_use(const Cgroup& group) {
  const auto usage = content_of(group.folder / usage_file(group.version));
  const auto stat = content_of(group.folder / "memory.stat");
  return usage ? memory_in_use(group.version, *usage, stat.value_or("")) : std::nullopt;
}

std::optional<base::Bytes> memory_in_use(Cgroup::Version version, std::string_view usage,
                                         std::string_view stat) {
  const auto used = number(base::trimmed(usage));
  if (!used) return std::nullopt;
  const auto keys = version == Cgroup::Version::v1
                        ? std::vector<std::string_view>{"total_inactive_file", "total_active_file"}
                        : std::vector<std::string_view>{"inactive_file", "active_file", "slab_reclaimable"};
  std::uint64_t reclaimable = 0;
  for (const auto key : keys) reclaimable += base::keyed_number(stat, key).value_or(0);
  return base::Bytes{*used - std::min(*used, reclaimable)};
}

std::string_view usage_file(Cgroup::Version version) {
  return version == Cgroup::Version::v1 ? "memory.usage_in_bytes" : "memory.current";
}

std::optional<double> cpu_quota(const Cgroup& group) {
  std::optional<std::uint64_t> quota, period;
  if (group.version == Cgroup::Version::v1) {
    quota = number_in(group.folder / "cpu.cfs_quota_us");  // -1, which is no such number: none
    period = number_in(group.folder / "cpu.cfs_period_us");
  } else {
    const auto text = content_of(group.folder / "cpu.max").value_or("");  // "150000 100000", "max 100000"
    const auto parts = split(text, ' ');
    quota = number(parts.front());
    period = number(parts.back());
  }
  if (!quota || !period || *period == 0) return std::nullopt;
  return static_cast<double>(*quota) / static_cast<double>(*period);
}

std::string_view cgroup_layout(const path& root) {
  const auto mounts = find_mounts(root);
  const auto has = [&](Cgroup::Version version) {
    return std::any_of(mounts.begin(), mounts.end(),
                       [&](const Mount& mount) { return mount.version == version; });
  };
  const bool v1 = has(Cgroup::Version::v1);
  const bool v2 = has(Cgroup::Version::v2);
  return v1 && v2 ? "hybrid" : v1 ? "v1" : v2 ? "v2" : "none";
}

}  // namespace winnow::cluster
