#include "winnow/base/processes.hpp"

#include <charconv>
#include <ctime>
#include <system_error>
#include <tuple>

#include "winnow/base/file.hpp"

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

void append_children(const std::filesystem::path& process, std::vector<pid_t>& children) {
  std::error_code gone;
  const std::filesystem::directory_iterator end;
  for (std::filesystem::directory_iterator thread(process / "task", gone); !gone && thread != end;
       thread.increment(gone)) {
    if (const auto text = read_file(thread->path() / "children")) append_processes(*text, children);
  }
}

Seconds thread_processor_time() {
  timespec time{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return {static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec)};
}

Seconds processor_time(const rusage& usage) {
  constexpr double micro = 1e-6;
  const auto& [user, system] = std::tie(usage.ru_utime, usage.ru_stime);
  return {static_cast<double>(user.tv_sec + system.tv_sec) +
          micro * static_cast<double>(user.tv_usec + system.tv_usec)};
}

}  // namespace winnow::base
