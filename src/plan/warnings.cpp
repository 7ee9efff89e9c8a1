#include "plan/warnings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace winnow::plan {

void Warnings::add(const std::string& hostname, base::Error warning) {
  const auto same = std::find_if(entries_.begin(), entries_.end(), [&](const Entry& entry) {
    return entry.warning.problem == warning.problem && entry.warning.why == warning.why;
  });
  if (same != entries_.end()) {
    ++same->more_hosts;
  } else {
    entries_.push_back({std::move(warning), hostname, 0});
  }
}

std::vector<base::Error> Warnings::take() && {
  std::vector<base::Error> warnings;
  for (auto& entry : entries_) {
    entry.warning.problem =
        fmt::format("on {}: {}", name_hosts(entry.first_host, entry.more_hosts), entry.warning.problem);
    warnings.push_back(std::move(entry.warning));
  }
  return warnings;
}

std::string name_hosts(const std::string& first, std::size_t more) {
  if (more == 0) return first;
  return fmt::format("{} and {} more node{}", first, more, more == 1 ? "" : "s");
}

}  // namespace winnow::plan
