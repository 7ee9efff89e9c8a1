#include "winnow/base/log.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

#include "winnow/base/clock.hpp"

namespace winnow::base {
namespace {

std::string_view prefix_of(Level level) {
  return level == Level::error ? "error: " : level == Level::warning ? "warning: " : "";
}

/// As errno tells.
Error cannot_write(const std::filesystem::path& path) {
  return {fmt::format("cannot write {}", path.string()), system_words(errno), "", {}};
}

}  // namespace

void StderrLog::note(Level level, std::string_view text) {
  if (level < least_) return;
  const std::scoped_lock lock(mutex_);
  fmt::print(stderr, "winnow: {}{}\n", prefix_of(level), text);
}

Result<std::unique_ptr<FileLog>> FileLog::open(const std::filesystem::path& path, std::string author) {
  constexpr mode_t for_all = 0666;
  Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, for_all));
  if (!file.is_open()) return tl::unexpected(cannot_write(path));
  return std::unique_ptr<FileLog>(new FileLog(path, std::move(file), std::move(author)));
}

/// In one piece, so that lines of several writers do not mix: only a disk that fills takes a part.
Result<void> FileLog::write(Level level, std::string_view text) {
  const auto line = fmt::format("{} {}: {}{}\n", utc_now(), author_, prefix_of(level), text);
  for (std::string_view rest = line; !rest.empty();) {
    const auto written = ::write(file_.get(), rest.data(), rest.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return tl::unexpected(cannot_write(path_));
    rest.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

void MemoryLog::note(Level level, std::string_view text) {
  const std::scoped_lock lock(mutex_);
  notes_.push_back({level, std::string(text)});
}

std::vector<MemoryLog::Note> MemoryLog::notes() const {
  const std::scoped_lock lock(mutex_);
  return notes_;
}

}  // namespace winnow::base
