#include "winnow/monitor/snapshot_server.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <new>
#include <optional>
#include <span>
#include <utility>

namespace winnow::monitor {
namespace {

/// How long a caller may take to say its word, and to take its answer.
constexpr base::Seconds patience_with_callers{1};

/// Where the process may open no more files: some will be closed.
constexpr base::Seconds pause_without_descriptors{0.1};

constexpr std::size_t longest_word = 64;
constexpr std::size_t most_callers = 64;

constexpr auto no_answer = "the job does not answer";

std::optional<sockaddr_un> address_of(const std::filesystem::path& socket) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const auto& name = socket.native();
  if (name.size() >= sizeof address.sun_path) return std::nullopt;
  std::memcpy(address.sun_path, name.c_str(), name.size() + 1);
  return address;
}

base::Descriptor make_socket() {
  return base::Descriptor(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
}

/// Connects without waiting; false, with errno set, if that cannot be: EAGAIN where as many callers as may
/// wait for an answer already (unix(7)).
bool connect_now(const base::Descriptor& caller, const sockaddr_un& address) {
  if (!caller.is_open()) return false;
  const int flags = ::fcntl(caller.get(), F_GETFL);
  const auto* general = reinterpret_cast<const sockaddr*>(&address);
  return ::fcntl(caller.get(), F_SETFL, flags | O_NONBLOCK) == 0 &&
         ::connect(caller.get(), general, sizeof address) == 0;
}

/// Of a socket whose name is too long, and of any other failure that errno tells of.
base::Error error_of(const std::filesystem::path& socket, const std::string& why) {
  return {fmt::format("cannot use the socket {}", socket.string()), why, "", {}};
}

/// What is left of a time that began with the object.
class Deadline {
 public:
  explicit Deadline(base::Seconds patience) : patience_(patience) {}

  [[nodiscard]] base::Seconds left() const {
    return patience_ - base::Seconds{std::chrono::duration<double>(Clock::now() - began_).count()};
  }

 private:
  using Clock = std::chrono::steady_clock;

  Clock::time_point began_ = Clock::now();
  base::Seconds patience_;
};

/// False once no time is left.
bool wait_for(int descriptor, short events, base::Seconds patience) {
  if (patience.count <= 0) return false;
  pollfd one{descriptor, events, 0};
  int ready = 0;
  do {
    ready = ::poll(&one, 1, static_cast<int>(patience.count * 1000));
  } while (ready < 0 && errno == EINTR);
  return ready == 1;
}

/// False if it is not all taken in time.
bool send_all(int descriptor, std::string_view text) {
  const Deadline deadline(patience_with_callers);
  while (!text.empty()) {
    const auto sent = ::send(descriptor, text.data(), text.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent > 0) {
      text.remove_prefix(static_cast<std::size_t>(sent));
    } else if (errno != EINTR && (errno != EAGAIN || !wait_for(descriptor, POLLOUT, deadline.left()))) {
      return false;
    }
  }
  return true;
}

/// A line that comes bit by bit.
class IncomingLine {
 public:
  /// Of at most so many bytes, the newline among them.
  explicit IncomingLine(std::size_t longest) : longest_(longest) {}

  enum class State : std::uint8_t { open, whole, broken };

  /// Takes what is there, without waiting.
  State take(int descriptor) {
    std::array<char, 65536> block{};
    const auto got =
        ::recv(descriptor, block.data(), std::min(block.size(), longest_ - text_.size()), MSG_DONTWAIT);
    if (got < 0 && (errno == EINTR || errno == EAGAIN)) return State::open;
    if (got <= 0) return State::broken;
    const auto before = text_.size();
    text_.append(block.data(), static_cast<std::size_t>(got));
    if (const auto end = text_.find('\n', before); end != std::string::npos) {
      text_.resize(end);
      return State::whole;
    }
    return text_.size() < longest_ ? State::open : State::broken;
  }

  /// Without the newline, once it is whole.
  [[nodiscard]] std::string& text() { return text_; }

 private:
  std::size_t longest_;
  std::string text_;
};

/// Nothing if it does not come in time.
std::optional<std::string> receive_line(int descriptor, std::size_t longest, base::Seconds patience) {
  const Deadline deadline(patience);
  IncomingLine line(longest);
  auto state = IncomingLine::State::open;
  while (state == IncomingLine::State::open) {
    if (!wait_for(descriptor, POLLIN, deadline.left())) return std::nullopt;
    state = line.take(descriptor);
  }
  return state == IncomingLine::State::whole ? std::optional(std::move(line.text())) : std::nullopt;
}

}  // namespace

/// One who has not said its word yet. Those who say nothing hold nobody else up.
struct SnapshotServer::Caller {
  explicit Caller(base::Descriptor connection) : socket(std::move(connection)) {}

  base::Descriptor socket;
  IncomingLine word{longest_word};
  Deadline deadline{patience_with_callers};
};

base::Result<std::unique_ptr<SnapshotServer>> SnapshotServer::start(const std::filesystem::path& socket,
                                                                    bool keeps_checkpoints) {
  const auto address = address_of(socket);
  if (!address) return tl::unexpected(error_of(socket, "the name is too long"));
  auto listener = make_socket();
  ::unlink(socket.c_str());
  const auto* general = reinterpret_cast<const sockaddr*>(&*address);
  if (!listener.is_open() || ::bind(listener.get(), general, sizeof *address) != 0 ||
      ::listen(listener.get(), 16) != 0) {
    return tl::unexpected(error_of(socket, base::system_words(errno)));
  }
  base::Descriptor end(::eventfd(0, EFD_CLOEXEC));
  if (!end.is_open()) return tl::unexpected(error_of(socket, base::system_words(errno)));
  return std::unique_ptr<SnapshotServer>(
      new SnapshotServer(socket, keeps_checkpoints, std::move(listener), std::move(end)));
}

SnapshotServer::SnapshotServer(std::filesystem::path socket, bool keeps_checkpoints,
                               base::Descriptor listener, base::Descriptor end)
    : socket_(std::move(socket)),
      keeps_checkpoints_(keeps_checkpoints),
      listener_(std::move(listener)),
      end_(std::move(end)) {
  thread_ = std::thread([this] { serve(); });
}

SnapshotServer::~SnapshotServer() {
  const std::uint64_t one = 1;
  static_cast<void>(::write(end_.get(), &one, sizeof one) == sizeof one);
  thread_.join();
  ::unlink(socket_.c_str());
}

void SnapshotServer::publish(std::string snapshot) {
  const std::scoped_lock lock(mutex_);
  snapshot_ = std::move(snapshot);
}

void SnapshotServer::serve() {
  for (;;) {
    std::vector<pollfd> ready{{end_.get(), POLLIN, 0}, {listener_.get(), POLLIN, 0}};
    for (const auto& caller : callers_) ready.push_back({caller.socket.get(), POLLIN, 0});
    const auto patience = callers_.empty() ? -1 : static_cast<int>(patience_with_callers.count * 1000);
    if (::poll(ready.data(), ready.size(), patience) < 0 && errno != EINTR) return;
    if (ready[0].revents != 0) return;
    hear(std::span(ready).subspan(2));
    if (ready[1].revents != 0) take_caller();
  }
}

/// Those who are `ready`, in the order of the callers; those who had their time go.
void SnapshotServer::hear(std::span<const pollfd> ready) {
  std::size_t next = 0;
  std::erase_if(callers_, [&](Caller& caller) {
    if (ready[next++].revents == 0) return caller.deadline.left().count <= 0;
    const auto state = caller.word.take(caller.socket.get());
    if (state == IncomingLine::State::whole) answer(caller.socket.get(), caller.word.text());
    return state != IncomingLine::State::open;
  });
}

/// One who cannot be taken waits, and the listener has no rest: so this thread takes one. Where there are
/// many already, the one who has waited longest goes.
void SnapshotServer::take_caller() {
  base::Descriptor caller(::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC));
  if (!caller.is_open()) {
    wait_for(end_.get(), POLLIN, pause_without_descriptors);
    return;
  }
  if (callers_.size() == most_callers) callers_.erase(callers_.begin());
  callers_.emplace_back(std::move(caller));
}

/// The run does not end because there is no memory for an answer: the caller is hung up on.
void SnapshotServer::answer(int caller, std::string_view word) try {
  std::string line = "unknown";
  if (word == "snapshot") {
    const std::scoped_lock lock(mutex_);
    line = snapshot_;
  } else if (word == "checkpoint") {
    checkpoint_ = keeps_checkpoints_;
    line = keeps_checkpoints_ ? "asked" : "none";
  }
  send_all(caller, line + "\n");
} catch (const std::bad_alloc&) {
  return;
}

base::Result<std::string> ask_server(const std::filesystem::path& socket, std::string_view word,
                                     base::Seconds patience) {
  constexpr std::size_t longest_answer = 64 << 20;
  const auto address = address_of(socket);
  if (!address) return tl::unexpected(error_of(socket, "the name is too long"));
  const auto caller = make_socket();
  if (!connect_now(caller, *address)) {
    return tl::unexpected(error_of(socket, errno == EAGAIN ? no_answer : base::system_words(errno)));
  }
  if (!send_all(caller.get(), std::string(word) + "\n")) {
    return tl::unexpected(error_of(socket, base::system_words(errno)));
  }
  auto line = receive_line(caller.get(), longest_answer, patience);
  if (!line) return tl::unexpected(error_of(socket, no_answer));
  return *std::move(line);
}

bool has_server(const std::filesystem::path& socket) {
  const auto address = address_of(socket);
  if (!address) return false;
  return connect_now(make_socket(), *address) || (errno != ENOENT && errno != ECONNREFUSED);
}

}  // namespace winnow::monitor
