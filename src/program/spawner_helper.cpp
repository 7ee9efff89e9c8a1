#include "program/spawner_helper.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cmath>
#include <csignal>
#include <string>
#include <utility>

#include "program/descendants.hpp"
#include "program/launch.hpp"
#include "program/launcher_environment.hpp"
#include "program/spawner_message.hpp"
#include "winnow/base/processes.hpp"
#include "winnow/base/units.hpp"

namespace winnow::program {
namespace {

/// What an event is about, where it is not a process's number: those of other processes are greater.
enum Watched : std::uint64_t { rank_wire, process_signals };

std::string mark(std::uint64_t number) {
  return fmt::format("{}.{}", ::getpid(), number);
}

base::Descriptor block_signals() {
  sigset_t all;
  sigfillset(&all);
  ::sigprocmask(SIG_SETMASK, &all, nullptr);
  sigset_t heard;
  sigemptyset(&heard);
  sigaddset(&heard, SIGCHLD);
  sigaddset(&heard, SIGTERM);
  return base::Descriptor(::signalfd(-1, &heard, SFD_CLOEXEC | SFD_NONBLOCK));
}

void tell_end(const base::Descriptor& wire, const ProcessEnd& end) {
  base::Buffer bytes;
  base::Encoder to(bytes);
  put_end(end, to);
  (void)send_packet(wire.get(), bytes);  // a rank that does not listen any more has no use for it
}

}  // namespace

SpawnerHelper::SpawnerHelper(base::Descriptor wire, pid_t rank)
    : wire_(std::move(wire)),
      signals_(block_signals()),
      events_(::epoll_create1(EPOLL_CLOEXEC)),
      rank_(rank) {
}

bool SpawnerHelper::watch(int descriptor, std::uint64_t as) const {
  epoll_event event{EPOLLIN, {.u64 = as}};
  return ::epoll_ctl(events_.get(), EPOLL_CTL_ADD, descriptor, &event) == 0;
}

/// To be called before a wire is closed: a process that is just being executed may still have a copy of it,
/// and its events would go on.
void SpawnerHelper::forget(const base::Descriptor& wire) const {
  ::epoll_ctl(events_.get(), EPOLL_CTL_DEL, wire.get(), nullptr);
}

bool SpawnerHelper::serve() {
  if (!watch(wire_.get(), rank_wire) || !watch(signals_.get(), process_signals)) return false;
  std::array<epoll_event, 64> events{};
  while (!is_cut_) {
    const int count = ::epoll_wait(events_.get(), events.data(), events.size(), milliseconds_to_next());
    if (count < 0 && errno != EINTR) return false;
    for (int i = 0; i < count; ++i) {
      const auto about = events[static_cast<std::size_t>(i)].data.u64;
      if (about == rank_wire) take_request();
      if (about == process_signals) take_signals();
      if (about > process_signals) hear_of(static_cast<pid_t>(about));
    }
    end_overdue();
    look_at_trees();
  }
  return true;
}

void SpawnerHelper::take_request() {
  auto packet = receive_packet(wire_.get());
  if (!packet) {
    is_cut_ = true;
    return;
  }
  base::Decoder from(packet->bytes);
  auto spec = get_request(from);
  if (from.ok() && !spec.arguments.empty() && packet->descriptors.size() == handed_count) {
    begin(std::move(spec), *std::move(packet));
  }
}

void SpawnerHelper::begin(ProcessSpec spec, Packet packet) {
  const auto number = ++begun_;
  spec.environment.push_back(fmt::format("{}={}", process_mark, mark(number)));
  const auto started = clock_.now();
  const auto launched =
      launch(spec, {packet.descriptors[standard_input].get(), packet.descriptors[standard_output].get(),
                    packet.descriptors[standard_error].get()});
  auto wire = std::move(packet.descriptors[own_wire]);
  if (launched.process < 0) {
    ProcessEnd end;
    end.kind = ProcessEnd::Kind::not_started;
    end.code = launched.error;
    end.failed_step = launched.failed_step;
    return tell_end(wire, end);
  }
  const auto fd = wire.get();
  children_.emplace(launched.process, Child{number, std::move(wire), spec.limits, started,
                                            started + spec.limits.timeout, TreeWatch(started)});
  if (!watch(fd, static_cast<std::uint64_t>(launched.process))) ::kill(-launched.process, SIGKILL);
}

/// The rank says something of a process: that it is to end, or, by hanging up, that nobody waits for it.
void SpawnerHelper::hear_of(pid_t process) {
  const auto child = children_.find(process);
  if (child == children_.end()) return;
  if (receive_packet(child->second.wire.get()))
    return end(process, child->second, ProcessEnd::Kind::cancelled);
  forget(child->second.wire);
  ::kill(-process, SIGKILL);
}

/// SIGCONT, because a process that is stopped hears no SIGTERM.
void SpawnerHelper::end(pid_t process, Child& child, ProcessEnd::Kind why) {
  if (child.ending) return;
  child.ending = why;
  child.due = clock_.now() + child.limits.grace;
  ::kill(-process, SIGTERM);
  ::kill(-process, SIGCONT);
}

void SpawnerHelper::end_overdue() {
  const auto now = clock_.now();
  for (auto& [process, child] : children_) {
    if (child.due > now) continue;
    if (!child.ending) {
      end(process, child, ProcessEnd::Kind::timed_out);
    } else {
      ::kill(-process, SIGKILL);
      child.due = base::Seconds::never();
    }
  }
}

void SpawnerHelper::look_at_trees() {
  for (auto& [process, child] : children_) {
    if (child.tree.next_look() <= clock_.now()) child.tree.look(process, clock_);
  }
}

int SpawnerHelper::milliseconds_to_next() const {
  auto next = base::Seconds::never();
  for (const auto& [process, child] : children_) next = std::min({next, child.due, child.tree.next_look()});
  constexpr double longest = 60'000;
  return static_cast<int>(std::clamp(std::ceil((next - clock_.now()).count * 1e3), 0.0, longest));
}

/// SIGTERM is of interest only as the death of the parent (PR_SET_PDEATHSIG): schedulers send it to all
/// processes when a run is to stop, and then the rank decides what becomes of those it has started.
void SpawnerHelper::take_signals() {
  signalfd_siginfo signal{};
  while (::read(signals_.get(), &signal, sizeof signal) == sizeof signal) {
    if (signal.ssi_signo == SIGTERM && ::getppid() != rank_) is_cut_ = true;
  }
  reap();
}

/// A dead process keeps its number until it is waited for, so that its group can be killed before: whatever
/// has that number then is its group.
void SpawnerHelper::reap() {
  for (;;) {
    siginfo_t dead{};
    if (::waitid(P_ALL, 0, &dead, WEXITED | WNOHANG | WNOWAIT) != 0 || dead.si_pid == 0) break;
    if (children_.contains(dead.si_pid)) {
      ::kill(-dead.si_pid, SIGKILL);
      report(dead.si_pid);
    } else {
      ::waitpid(dead.si_pid, nullptr, 0);
      (void)kill_strays();
    }
  }
}

void SpawnerHelper::report(pid_t process) {
  auto child = children_.extract(process);
  forget(child.mapped().wire);
  int status = 0;
  rusage used{};
  ::wait4(process, &status, 0, &used);
  ProcessEnd end;
  end.kind = WIFEXITED(status) ? ProcessEnd::Kind::exited : ProcessEnd::Kind::signalled;
  end.code = WIFEXITED(status) ? WEXITSTATUS(status) : WTERMSIG(status);
  if (child.mapped().ending) end.kind = *child.mapped().ending;
  end.usage.wall = clock_.now() - child.mapped().started;
  end.usage.cpu = base::processor_time(used);
  const auto largest = base::kibibytes(static_cast<std::uint64_t>(used.ru_maxrss));
  end.usage.peak_resident = std::max(largest, child.mapped().tree.peak());
  end.left_processes = kill_strays();
  tell_end(child.mapped().wire, end);
}

/// Kills what has left the group of a process that has ended, and lost its parent. One that has hidden where
/// it comes from lives on until the helper ends. True if there is anything that belongs to no process that
/// still runs, or may.
bool SpawnerHelper::kill_strays() {
  bool found = false;
  for (const auto process : own_children_.list()) {
    if (children_.contains(process)) continue;
    const auto marked = environment_value(process, process_mark);
    const bool belongs = marked && std::ranges::any_of(children_, [&](const auto& child) {
                           return *marked == mark(child.second.number);
                         });
    found = found || !belongs;
    if (marked && !belongs) ::kill(process, SIGKILL);
  }
  return found;
}

int serve_rank() {
  const pid_t rank = ::getppid();
  base::Descriptor wire(helper_wire);
  ::prctl(PR_SET_CHILD_SUBREAPER, 1);
  ::prctl(PR_SET_PDEATHSIG, SIGTERM);
  ::closefrom(helper_wire + 1);
  forget_mpi_launcher();
  ::fcntl(helper_wire, F_SETFD, FD_CLOEXEC);
  const int fd = wire.get();
  SpawnerHelper helper(std::move(wire), rank);
  const bool greeted = send_packet(fd, base::Buffer(1));
  const bool served = greeted && helper.serve();
  kill_descendants();
  return served ? 0 : 1;
}

}  // namespace winnow::program
