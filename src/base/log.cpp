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

}  // namespace

void StderrLog::note(Level level, std::string_view text) {
  if (level < least_) return;
  const std::scoped_lock lock(mutex_);
  fmt::print(stderr, "winnow: {}{}\n", prefix_of(level), text);
}

Result<std::unique_ptr<FileLog>> FileLog::open(const std::filesystem::path& path, std::string author) {
  constexpr mode_t for_all = 0666;
  Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, for_all));
  if (!file.is_open()) return fail(fmt::format("cannot write {}", path.string()), system_words(errno));
  return std::unique_ptr<FileLog>(new FileLog(std::move(file), std::move(author)));
}

/// In one piece, so that lines of several writers do not mix.
void FileLog::note(Level level, std::string_view text) {
  const auto line = fmt::format("{} {}: {}{}\n", utc_now(), author_, prefix_of(level), text);
  while (::write(file_.get(), line.data(), line.size()) < 0 && errno == EINTR) continue;
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
