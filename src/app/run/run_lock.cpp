#include "app/run/run_lock.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdint>
#include <span>
#include <string>
#include <thread>

#include "winnow/base/clock.hpp"
#include "winnow/base/error.hpp"
#include "winnow/base/file.hpp"
#include "winnow/base/text.hpp"
#include "winnow/cluster/environment.hpp"

namespace winnow::app {
namespace {

namespace fs = std::filesystem;

constexpr auto between_tries = std::chrono::milliseconds(100);

enum class Taken : std::uint8_t { yes, by_another, never };

/// Whoever held it before may have removed the file meanwhile: then the lock is of none that others see.
bool is_at(const fs::path& path, const base::Descriptor& file) {
  struct stat open {};
  struct stat named {};
  return ::fstat(file.get(), &open) == 0 && ::stat(path.c_str(), &named) == 0 &&
         open.st_dev == named.st_dev && open.st_ino == named.st_ino;
}

Taken take(const fs::path& path, base::Descriptor& file) {
  for (;;) {
    file = base::Descriptor(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666));
    if (!file.is_open()) return Taken::never;  // why nothing can be written there is said when it is tried
    if (::flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
      return errno == EWOULDBLOCK ? Taken::by_another : Taken::never;
    }
    if (is_at(path, file)) return Taken::yes;
  }
}

std::string holder_in(const fs::path& path) {
  const auto text = base::read_file(path);
  if (!text || text->empty()) return "it does not say where it runs";
  return base::printable(*text, 200);
}

}  // namespace

RunLock::RunLock(const fs::path& checkpoint, base::Log& log, base::Seconds patience) : path_(checkpoint) {
  path_ += ".lock";
  const auto problem = fmt::format("another run is at work with {}", checkpoint.string());
  const base::SteadyClock clock;
  const auto end = clock.now() + patience;
  auto taken = take(path_, file_);
  if (taken == Taken::by_another) {
    log.info(
        fmt::format("{} ({}): waiting up to {} for its end", problem, holder_in(path_), to_text(patience)));
  }
  for (; taken == Taken::by_another && clock.now() < end; taken = take(path_, file_)) {
    std::this_thread::sleep_for(between_tries);
  }
  if (taken == Taken::by_another) {
    throw base::Failure(
        {problem, holder_in(path_), "wait for its end, or give this one another --output", {}});
  }
  if (taken == Taken::never) {
    file_ = base::Descriptor();
    return;
  }
  const auto words =
      fmt::format("process {} on {}", ::getpid(), cluster::Environment::of_this_process().hostname);
  if (::ftruncate(file_.get(), 0) != 0) return;
  static_cast<void>(base::write_all(file_.get(), std::as_bytes(std::span(words))));
}

RunLock::~RunLock() {
  if (file_.is_open()) ::unlink(path_.c_str());
}

}  // namespace winnow::app
