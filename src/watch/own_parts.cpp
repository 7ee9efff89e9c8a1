#include "watch/own_parts.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "winnow/base/file.hpp"
#include "winnow/base/kernel_text.hpp"
#include "winnow/base/processes.hpp"

namespace winnow::watch {
namespace {

double part_told_by(const std::filesystem::path& smaps) {
  const auto text = base::read_file(smaps);
  const auto resident = text ? base::keyed_kibibytes(*text, "Rss:") : std::nullopt;
  const auto own = text ? base::keyed_kibibytes(*text, "Pss:") : std::nullopt;
  if (!resident || !own || resident->count == 0) return 1;
  return std::min(1.0, static_cast<double>(own->count) / static_cast<double>(resident->count));
}

}  // namespace

void OwnParts::look(std::span<const pid_t> processes, base::Seconds now) {
  constexpr double least_rest = 100;
  if (processes.empty() || now < next_look_) return;
  const auto began = base::thread_processor_time();
  std::map<pid_t, double> parts;
  for (const auto process : processes) {
    parts.emplace(process, part_told_by(root_ / "proc" / std::to_string(process) / "smaps_rollup"));
  }
  parts_ = std::move(parts);
  next_look_ = now + (base::thread_processor_time() - began) * least_rest;
}

double OwnParts::of(pid_t process) const {
  const auto found = parts_.find(process);
  return found != parts_.end() ? found->second : 0;
}

}  // namespace winnow::watch
