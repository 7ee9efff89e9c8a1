#include "winnow/program/spawner.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <spawn.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cassert>
#include <cerrno>
#include <csignal>
#include <string>
#include <utility>

#include "program/descendants.hpp"
#include "program/hidden_verbs.hpp"
#include "program/packet_socket.hpp"
#include "program/spawner_helper.hpp"
#include "program/spawner_message.hpp"
#include "winnow/base/operations.hpp"

namespace winnow::program {
namespace {

tl::unexpected<base::Error> cannot_start(int error_number) {
  return base::fail("cannot start the process that starts programs", base::system_words(error_number));
}

/// Where and how the helper begins: in a session of its own, with its wire, and nothing else of this process.
class HelperSetting {
 public:
  explicit HelperSetting(int wire) {
    ::posix_spawn_file_actions_init(&actions_);
    for (int stream = 0; stream < 3; ++stream) {
      ::posix_spawn_file_actions_addopen(&actions_, stream, "/dev/null", O_RDWR, 0);
    }
    ::posix_spawn_file_actions_adddup2(&actions_, wire, helper_wire);
    ::posix_spawnattr_init(&attributes_);
    sigset_t signals;
    sigfillset(&signals);
    ::posix_spawnattr_setsigdefault(&attributes_, &signals);
    ::posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGDEF);
  }
  HelperSetting(const HelperSetting&) = delete;
  HelperSetting& operator=(const HelperSetting&) = delete;
  ~HelperSetting() {
    ::posix_spawnattr_destroy(&attributes_);
    ::posix_spawn_file_actions_destroy(&actions_);
  }

  [[nodiscard]] const posix_spawn_file_actions_t* actions() const { return &actions_; }
  [[nodiscard]] const posix_spawnattr_t* attributes() const { return &attributes_; }

 private:
  posix_spawn_file_actions_t actions_{};
  posix_spawnattr_t attributes_{};
};

base::Result<pid_t> start_helper(int wire) {
  std::string name = "winnow";
  std::string verb(spawner_verb);
  const std::array<char*, 3> arguments{name.data(), verb.data(), nullptr};
  const HelperSetting setting(wire);
  pid_t helper = -1;
  const int error = ::posix_spawn(&helper, own_program, setting.actions(), setting.attributes(),
                                  arguments.data(), ::environ);
  if (error != 0) return cannot_start(error);
  return helper;
}

/// The two ends of a pipe, of which the rank's does not block.
base::Result<std::pair<base::Descriptor, base::Descriptor>> make_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0)
    return base::fail("cannot make a pipe", base::system_words(errno));
  ::fcntl(ends[0], F_SETFL, O_NONBLOCK);
  return std::pair(base::Descriptor(ends[0]), base::Descriptor(ends[1]));
}

/// A file in memory, to be read from its start: a program that does not read its input blocks nobody, and one
/// that opens /dev/stdin can.
base::Result<base::Descriptor> file_of(std::string_view text) {
  base::Descriptor file(::memfd_create("input", MFD_CLOEXEC));
  for (off_t at = 0; file.is_open() && !text.empty();) {
    const auto wrote = ::pwrite(file.get(), text.data(), text.size(), at);
    if (wrote < 0 && errno != EINTR)
      return base::fail("cannot keep a program's input", base::system_words(errno));
    at += std::max<ssize_t>(wrote, 0);
    text.remove_prefix(static_cast<std::size_t>(std::max<ssize_t>(wrote, 0)));
  }
  if (!file.is_open()) return base::fail("cannot keep a program's input", base::system_words(errno));
  return file;
}

}  // namespace

Spawner::Spawner(pid_t helper, base::Descriptor wire, base::Descriptor stop)
    : helper_(helper), wire_(std::move(wire)), stop_(std::move(stop)) {
}

base::Result<std::unique_ptr<Spawner>> Spawner::start() {
  auto wire = make_wire();
  if (!wire) return tl::unexpected(std::move(wire).error());
  base::Descriptor stop(::eventfd(0, EFD_CLOEXEC));
  if (!stop.is_open()) return cannot_start(errno);
  ::prctl(PR_SET_CHILD_SUBREAPER, 1);  // in the helper's place, should it be killed
  const auto helper = start_helper(wire->second.get());
  if (!helper) return tl::unexpected(helper.error());
  wire->second = base::Descriptor();
  std::unique_ptr<Spawner> spawner(new Spawner(*helper, std::move(wire->first), std::move(stop)));
  if (!receive_packet(spawner->wire_.get()))
    return base::fail("the process that starts programs ended at once");
  return spawner;
}

Spawner::~Spawner() {
  wire_ = base::Descriptor();
  end_orphans();
  while (::waitpid(helper_, nullptr, 0) < 0 && errno == EINTR) {
  }
  ::prctl(PR_SET_CHILD_SUBREAPER, 0);
}

/// Waits for the helper's death, of which its children are this process's, and kills those: a helper that was
/// killed could not.
void Spawner::end_orphans() const {
  siginfo_t dead{};
  while (::waitid(P_PID, static_cast<id_t>(helper_), &dead, WEXITED | WNOWAIT) != 0 && errno == EINTR) {
  }
  kill_orphans_of(helper_);
}

/// Whether the helper has let go of its wire, as it does when it dies, moments after it has let go of those of
/// its processes. One that lives is not waited for.
bool Spawner::end_orphans_if_gone() const {
  constexpr int moments = 1000;  // ms
  pollfd wire{wire_.get(), 0, 0};
  if (::poll(&wire, 1, moments) <= 0 || (wire.revents & POLLHUP) == 0) return false;
  end_orphans();
  return true;
}

base::Result<ProcessEnd> Spawner::run(const ProcessSpec& spec, const StartGate* gate) {
  const auto input = file_of(spec.input);
  if (!input) return tl::unexpected(input.error());
  auto place = enter(gate);
  auto process = begin(spec, *input);
  if (!process) return tl::unexpected(std::move(process).error());
  const base::Operation op(profile_, base::operations::program_wait);
  auto event = process->wait(-1, gate != nullptr ? gate->period() : base::Seconds::never());
  place = base::Descriptor();
  if (event && *event == RunningProcess::Event::time_up) event = process->wait(-1, base::Seconds::never());
  if (!event) {
    (void)end_orphans_if_gone();
    return tl::unexpected(event.error());
  }
  return process->take_end();
}

base::Result<RunningProcess> Spawner::begin(const ProcessSpec& spec, const base::Descriptor& input) {
  assert(!spec.arguments.empty() && spec.arguments.front().find('/') != std::string::npos);
  assert(spec.folder.is_absolute());
  const base::Operation op(profile_, base::operations::program_start);
  auto output = make_pipe();
  if (!output) return tl::unexpected(std::move(output).error());
  auto errors = make_pipe();
  if (!errors) return tl::unexpected(std::move(errors).error());
  auto wire = make_wire();
  if (!wire) return tl::unexpected(std::move(wire).error());

  base::Buffer request;
  base::Encoder to(request);
  put_request(spec, to);
  if (request.size() > longest_packet) {
    return base::fail("the arguments and the environment of a program are too long",
                      fmt::format("{} together, more than {}", base::to_text(base::Bytes{request.size()}),
                                  base::to_text(base::Bytes{longest_packet})),
                      "let it read its parameters from standard input or from a template file");
  }
  std::array<int, handed_count> handed{};
  handed[standard_input] = input.get();
  handed[standard_output] = output->second.get();
  handed[standard_error] = errors->second.get();
  handed[own_wire] = wire->second.get();
  if (!send_packet(wire_.get(), request, handed)) {
    const int error_number = errno;
    return base::fail(
        end_orphans_if_gone() ? "the process that starts programs is gone" : "cannot ask for a program",
        base::system_words(error_number));
  }
  return RunningProcess(std::move(output->first), std::move(errors->first), std::move(wire->first),
                        spec.heeds_cancel ? stop_.get() : -1, spec.captured);
}

base::Descriptor Spawner::enter(const StartGate* gate) const {
  return gate != nullptr ? gate->enter(stop_.get()) : base::Descriptor();
}

bool Spawner::is_lost() const {
  siginfo_t dead{};
  const int asked = ::waitid(P_PID, static_cast<id_t>(helper_), &dead, WEXITED | WNOWAIT | WNOHANG);
  return asked == 0 && dead.si_pid == helper_;
}

void Spawner::cancel_all() {
  ::eventfd_write(stop_.get(), 1);
}

}  // namespace winnow::program
