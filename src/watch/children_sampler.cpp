#include "winnow/watch/children_sampler.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "watch/kept_file.hpp"
#include "watch/own_parts.hpp"
#include "winnow/base/file.hpp"
#include "winnow/base/processes.hpp"

namespace winnow::watch {
namespace {

using Q = Quantity;

/// Fields of /proc/PID/stat (proc(5)), in the kernel's units.
struct ProcessState {
  std::uint64_t own_ticks = 0;       ///< utime + stime
  std::uint64_t children_ticks = 0;  ///< cutime + cstime: of those that were waited for
  std::uint64_t pages = 0;           ///< rss
};

/// The command's name, in brackets, may hold blanks and brackets: fields are counted after the last one.
std::optional<ProcessState> parse_state(std::string_view stat) {
  constexpr std::size_t first = 3;  // the number of the field that follows the name
  constexpr std::size_t utime = 14, rss = 24;
  const auto name_end = stat.rfind(')');
  if (name_end == std::string_view::npos) return std::nullopt;
  std::array<std::uint64_t, rss + 1> fields{};
  const char* at = stat.data() + name_end + 1;
  const char* const end = stat.data() + stat.size();
  for (std::size_t field = first; field <= rss; ++field) {
    while (at < end && *at == ' ') ++at;
    if (at == end) return std::nullopt;
    if (field >= utime) std::from_chars(at, end, fields[field]);
    while (at < end && *at != ' ') ++at;
  }
  return ProcessState{fields[utime] + fields[utime + 1], fields[utime + 2] + fields[utime + 3], fields[rss]};
}

}  // namespace

struct ChildrenSampler::Helper {
  Helper(pid_t process, std::filesystem::path machine)
      : root(std::move(machine)),
        stat(folder_of(process) / "stat"),
        children(folder_of(process) / "task" / std::to_string(process) / "children"),
        parts(root) {}

  [[nodiscard]] std::filesystem::path folder_of(pid_t process) const {
    return root / "proc" / std::to_string(process);
  }

  std::filesystem::path root;
  KeptFile stat;
  KeptFile children;
  OwnParts parts;  ///< of processes that have forked others, and of these
};

ChildrenSampler::ChildrenSampler(pid_t helper, std::filesystem::path root)
    : helper_(std::make_unique<Helper>(helper, std::move(root))) {
}

ChildrenSampler::~ChildrenSampler() = default;
ChildrenSampler::ChildrenSampler(ChildrenSampler&&) noexcept = default;
ChildrenSampler& ChildrenSampler::operator=(ChildrenSampler&&) noexcept = default;

void ChildrenSampler::take(Sample& sample) {
  const auto stat = helper_->stat.text();
  const auto own = stat ? parse_state(*stat) : std::nullopt;
  const auto direct = helper_->children.text();
  if (!own || !direct) return;
  std::vector<pid_t> processes;
  base::append_processes(*direct, processes);
  const auto programs = processes.size();
  std::vector<pid_t> related;
  std::vector<ProcessState> states;
  for (std::size_t i = 0; i < processes.size(); ++i) {  // grows on the way
    const auto folder = helper_->folder_of(processes[i]);
    const auto before = processes.size();
    base::append_children(folder, processes);
    const auto text = base::read_file(folder / "stat");
    states.push_back(text ? parse_state(*text).value_or(ProcessState{}) : ProcessState{});
    if (i >= programs || processes.size() > before) related.push_back(processes[i]);
  }
  std::ranges::sort(related);
  helper_->parts.look(related, sample.time);
  auto ticks = own->children_ticks;
  double pages = 0;
  for (std::size_t i = 0; i < processes.size(); ++i) {
    const bool is_related = std::ranges::binary_search(related, processes[i]);
    ticks += states[i].own_ticks + states[i].children_ticks;
    pages += static_cast<double>(states[i].pages) * (is_related ? helper_->parts.of(processes[i]) : 1);
  }
  const auto page_size = static_cast<double>(::sysconf(_SC_PAGESIZE));
  const auto ticks_per_second = static_cast<double>(::sysconf(_SC_CLK_TCK));
  sample.set(Q::children, static_cast<double>(processes.size()));
  sample.set(Q::children_resident, base::Bytes{static_cast<std::uint64_t>(pages * page_size)});
  sample.set(Q::children_cpu_time, base::Seconds{static_cast<double>(ticks) / ticks_per_second});
}

}  // namespace winnow::watch
