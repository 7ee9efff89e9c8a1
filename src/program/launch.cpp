#include "program/launch.hpp"

#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <csignal>
#include <cstdint>
#include <limits>

namespace winnow::program {
namespace {

/// All that the child needs, made before it is there: between vfork and exec it may not even allocate.
struct Plan {
  const char* path;
  char* const* arguments;
  char* const* environment;
  const char* folder;
  std::array<int, 3> descriptors;
  rlimit cpu;
  rlimit memory;
  volatile int error = 0;  ///< set by the child, in the memory that it shares
  const char* volatile failed_step = "";
};

std::string_view name_of(std::string_view variable) {
  return variable.substr(0, variable.find('='));
}

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (auto& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

/// After the soft limit, whose signal a program may catch, the hard one's SIGKILL.
rlimit cpu_limit(const Limits& limits) {
  constexpr double most = std::numeric_limits<std::int32_t>::max();
  if (limits.cpu.count >= most) return {RLIM_INFINITY, RLIM_INFINITY};
  const auto soft = static_cast<rlim_t>(std::max(1.0, std::ceil(limits.cpu.count)));
  return {soft, soft + static_cast<rlim_t>(std::clamp(std::ceil(limits.grace.count), 1.0, most))};
}

rlimit memory_limit(const Limits& limits) {
  if (limits.memory.is_unlimited()) return {RLIM_INFINITY, RLIM_INFINITY};
  return {limits.memory.count, limits.memory.count};
}

/// A limit is lowered, never raised: what Winnow itself was given holds for all.
bool lower_limit(decltype(RLIMIT_AS) which, const rlimit& limit) {
  if (limit.rlim_cur == RLIM_INFINITY) return true;
  rlimit given{};
  if (::getrlimit(which, &given) != 0) return false;
  const rlimit lowered{std::min(limit.rlim_cur, given.rlim_cur), std::min(limit.rlim_max, given.rlim_max)};
  return ::setrlimit(which, &lowered) == 0;
}

bool take_descriptors(const std::array<int, 3>& descriptors) {
  for (int number = 0; number < 3; ++number) {
    if (::dup2(descriptors[static_cast<std::size_t>(number)], number) < 0) return false;
  }
  return true;
}

bool take_all_signals() {
  sigset_t none;
  sigemptyset(&none);
  return ::sigprocmask(SIG_SETMASK, &none, nullptr) == 0;
}

/// The child, from vfork to exec, in its parent's memory.
[[noreturn, gnu::noinline]] void become(Plan& plan) {
  const auto done = [&plan](bool success, const char* step) {
    if (success) return true;
    plan.error = errno;
    plan.failed_step = step;
    return false;
  };
  if (done(::setpgid(0, 0) == 0, "give it a process group") &&
      done(::prctl(PR_SET_PDEATHSIG, SIGKILL) == 0, "bind it to its parent") &&
      done(take_descriptors(plan.descriptors), "give it its input and outputs") &&
      done(::chdir(plan.folder) == 0, "enter its working directory") &&
      done(lower_limit(RLIMIT_CPU, plan.cpu), "limit its CPU time") &&
      done(lower_limit(RLIMIT_AS, plan.memory), "limit its memory") &&
      done(take_all_signals(), "let signals through to it")) {
    ::execve(plan.path, plan.arguments, plan.environment);
    done(false, "execute it");
  }
  ::_exit(127);
}

}  // namespace

std::vector<char*> joined_environment(char* const* inherited, std::vector<std::string>& additions) {
  std::vector<char*> joined;
  for (; *inherited != nullptr; ++inherited) {
    const bool replaced = std::ranges::any_of(
        additions, [&](const std::string& addition) { return name_of(addition) == name_of(*inherited); });
    if (!replaced) joined.push_back(*inherited);
  }
  for (auto& addition : additions) joined.push_back(addition.data());
  joined.push_back(nullptr);
  return joined;
}

Launched launch(ProcessSpec& spec, const std::array<int, 3>& descriptors) {
  const auto arguments = pointers_to(spec.arguments);
  const auto environment = joined_environment(::environ, spec.environment);
  Plan plan{spec.arguments.front().c_str(),
            arguments.data(),
            environment.data(),
            spec.folder.c_str(),
            descriptors,
            cpu_limit(spec.limits),
            memory_limit(spec.limits)};
  const pid_t process = ::vfork();
  if (process == 0) become(plan);
  if (process < 0) return {-1, errno, "start a process"};
  if (plan.error == 0) return {process, 0, {}};
  ::waitpid(process, nullptr, 0);
  return {-1, plan.error, plan.failed_step};
}

}  // namespace winnow::program
