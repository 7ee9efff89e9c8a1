#include "winnow/base/processes.hpp"

#include <charconv>
#include <system_error>

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

}  // namespace winnow::base
