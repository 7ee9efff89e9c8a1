#include "program/descendants.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <thread>

#include "winnow/base/file.hpp"
#include "winnow/base/processes.hpp"

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
  base::append_processes(text, children);
  return children;
}

namespace {

/// A variable's value in an environment as the system gives it: each variable ends with a null character.
std::optional<std::string> value_in(std::string_view environment, std::string_view name) {
  for (std::string_view rest = environment; !rest.empty();) {
    const auto variable = rest.substr(0, rest.find('\0'));
    if (variable.size() > name.size() && variable[name.size()] == '=' && variable.starts_with(name)) {
      return std::string(variable.substr(name.size() + 1));
    }
    rest.remove_prefix(std::min(variable.size() + 1, rest.size()));
  }
  return std::nullopt;
}

std::string environment_of(pid_t process) {
  return base::read_file(fmt::format("/proc/{}/environ", process)).value_or("");
}

/// Whose orphan a child of this process is.
enum class Descent { of_helper, of_others, unknown };

/// One that is dead already tells its environment to nobody; it is known by the session that it did not
/// leave. Nor does one in the midst of executing a program, for as long as the system takes for that.
Descent descent_of(pid_t child, pid_t helper) {
  if (::getsid(child) == helper) return Descent::of_helper;
  const auto environment = environment_of(child);
  if (environment.empty()) return Descent::unknown;
  const auto value = value_in(environment, process_mark);
  return value && value->starts_with(fmt::format("{}.", helper)) ? Descent::of_helper : Descent::of_others;
}

}  // namespace

std::optional<std::string> environment_value(pid_t process, std::string_view name) {
  return value_in(environment_of(process), name);
}

/// Each that dies may leave more of them behind, so it looks again after each; and for a while where there is
/// one of which it cannot tell.
void kill_orphans_of(pid_t helper) {
  constexpr int most_looks_in_doubt = 50;
  const OwnChildren children;
  for (int in_doubt = 0; in_doubt < most_looks_in_doubt;) {
    bool killed = false;
    bool doubtful = false;
    for (const auto child : children.list()) {
      if (child == helper) continue;
      const auto descent = descent_of(child, helper);
      doubtful = doubtful || descent == Descent::unknown;
      if (descent != Descent::of_helper) continue;
      ::kill(child, SIGKILL);
      ::waitpid(child, nullptr, 0);
      killed = true;
    }
    if (killed) continue;
    if (!doubtful) return;
    ++in_doubt;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
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
