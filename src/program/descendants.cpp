#include "program/descendants.hpp"

#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <csignal>

#include "winnow/base/file.hpp"

namespace winnow::program {

std::vector<pid_t> own_children() {
  std::vector<pid_t> children;
  const auto list = base::read_file(fmt::format("/proc/self/task/{}/children", ::getpid()));
  if (!list) return children;
  const char* at = list->data();
  const char* const end = at + list->size();
  for (pid_t child = 0; at < end;) {
    const auto read = std::from_chars(at, end, child);
    if (read.ec != std::errc{}) break;
    children.push_back(child);
    at = read.ptr + 1;  // the blank after it
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

/// A process's children are its subreaper's before it can be waited for, so a look after each death finds
/// them all.
void kill_descendants() {
  for (;;) {
    for (const auto child : own_children()) ::kill(child, SIGKILL);
    if (::waitpid(-1, nullptr, 0) < 0 && errno == ECHILD) return;
  }
}

}  // namespace winnow::program
