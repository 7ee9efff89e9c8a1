#include "program/process_tree.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

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

}  // namespace

std::optional<base::Bytes> memory_of_tree(pid_t root) {
  std::vector<pid_t> processes{root};
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
  constexpr double least_rest = 50;
  const auto began = base::thread_processor_time();
  peak_ = std::max(peak_, memory_of_tree(root).value_or(base::Bytes{}));
  const auto cost = base::thread_processor_time() - began;
  pause_ = std::min(pause_ * 2, longest_pause);
  next_look_ = clock.now() + std::max(pause_, cost * least_rest);
}

}  // namespace winnow::program
