#include "program/process_tree.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <vector>

#include "program/descendants.hpp"
#include "winnow/base/file.hpp"
#include "winnow/base/kernel_text.hpp"
#include "winnow/base/processes.hpp"

namespace winnow::program {
namespace {

/// Of a process, with its part of the pages that it shares.
base::Bytes memory_of(pid_t process) {
  const auto smaps = base::read_file(fmt::format("/proc/{}/smaps_rollup", process));
  return smaps ? base::keyed_kibibytes(*smaps, "Pss:").value_or(base::Bytes{}) : base::Bytes{};
}

/// Those whose parents have died have come down to the root's own parent, a subreaper; the mark tells whose
/// they are.
void append_orphans(pid_t root, std::vector<pid_t>& processes) {
  const auto mark = environment_value(root, process_mark);
  if (!mark) return;
  const auto status = base::read_file(fmt::format("/proc/{}/status", root)).value_or("");
  const auto parent = base::keyed_number(status, "PPid:");
  if (!parent) return;
  std::vector<pid_t> siblings;
  base::append_children(fmt::format("/proc/{}", *parent), siblings);
  std::ranges::copy_if(siblings, std::back_inserter(processes), [&](pid_t sibling) {
    return sibling != root && environment_value(sibling, process_mark) == mark;
  });
}

}  // namespace

std::optional<base::Bytes> memory_of_tree(pid_t root) {
  std::vector<pid_t> processes{root};
  append_orphans(root, processes);
  for (std::size_t i = 0; i < processes.size(); ++i) {  // grows on the way
    base::append_children(fmt::format("/proc/{}", processes[i]), processes);
  }
  if (processes.size() == 1) return std::nullopt;
  base::Bytes all;
  for (const auto process : processes) all += memory_of(process);
  return all;
}

void TreeWatch::look(pid_t root, const base::Clock& clock) {
  constexpr base::Seconds longest_pause{1};
  constexpr double share_of_run = 0.25;
  constexpr double least_rest = 50;
  const auto began = base::thread_processor_time();
  peak_ = std::max(peak_, memory_of_tree(root).value_or(base::Bytes{}));
  const auto cost = base::thread_processor_time() - began;
  const auto now = clock.now();
  const auto pause = std::min((now - started_) * share_of_run, longest_pause);
  next_look_ = now + std::max(pause, cost * least_rest);
}

}  // namespace winnow::program
