#include "program/descendants.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>

#include "winnow/base/file.hpp"

namespace winnow::program {

OwnChildren::OwnChildren()
    : file_(::open(fmt::format("/proc/self/task/{}/children", ::getpid()).c_str(), O_RDONLY | O_CLOEXEC)) {
}

std::vector<pid_t> OwnChildren::list() const {
  std::string text;
  std::array<char, 4096> block;
  for (;;) {
    const auto got = ::pread(file_.get(), block.data(), block.size(), static_cast<off_t>(text.size()));
    if (got <= 0) break;
    text.append(block.data(), static_cast<std::size_t>(got));
  }
  std::vector<pid_t> children;
  const char* const end = text.data() + text.size();
  pid_t child = 0;
  for (const char* at = text.data(); at < end; ++at) {  // a blank after each
    at = std::from_chars(at, end, child).ptr;
    children.push_back(child);
  }
  return children;
}

std::optional<std::string> environment_value(pid_t process, std::string_view name) {
  const auto variables = base::read_file(fmt::format("/proc/{}/environ", process));
  if (!variables) return std::nullopt;
  for (std::string_view rest = *variables; !rest.empty();) {
    const auto variable = rest.substr(0, rest.find('\0'));
    if (variable.size() > name.size() && variable[name.size()] == '=' && variable.starts_with(name)) {
      return std::string(variable.substr(name.size() + 1));
    }
    rest.remove_prefix(std::min(variable.size() + 1, rest.size()));
  }
  return std::nullopt;
}

/// Each that dies may leave more of them behind. One that is dead already tells its environment to nobody; it
/// is known by the session that it did not leave.
void kill_orphans_of(pid_t helper) {
  const OwnChildren children;
  const auto mark = fmt::format("{}.", helper);
  for (bool found = true; found;) {
    found = false;
    for (const auto child : children.list()) {
      if (child == helper) continue;
      const auto value = environment_value(child, process_mark);
      const bool is_marked = value && value->starts_with(mark);
      if (!is_marked && ::getsid(child) != helper) continue;
      ::kill(child, SIGKILL);
      ::waitpid(child, nullptr, 0);
      found = true;
    }
  }
}

/// A process's children are its subreaper's before it can be waited for, so a look after each death finds
/// them all.
void kill_descendants() {
  const OwnChildren children;
  for (;;) {
    for (const auto child : children.list()) ::kill(child, SIGKILL);
    if (::waitpid(-1, nullptr, 0) < 0 && errno == ECHILD) return;
  }
}

}  // namespace winnow::program
