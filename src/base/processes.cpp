#include "winnow/base/processes.hpp"

#include <charconv>
#include <system_error>
#include <tuple>

namespace winnow::base {

void append_processes(std::string_view text, std::vector<pid_t>& processes) {
  const char* const end = text.data() + text.size();
  pid_t process = 0;
  for (const char* at = text.data(); at < end; ++at) {
    const auto parsed = std::from_chars(at, end, process);
    if (parsed.ec != std::errc()) return;
    processes.push_back(process);
    at = parsed.ptr;
  }
}

Seconds processor_time(const rusage& usage) {
  constexpr double micro = 1e-6;
  const auto& [user, system] = std::tie(usage.ru_utime, usage.ru_stime);
  return {static_cast<double>(user.tv_sec + system.tv_sec) +
          micro * static_cast<double>(user.tv_usec + system.tv_usec)};
}

}  // namespace winnow::base
