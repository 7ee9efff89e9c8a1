#include "winnow/base/log.hpp"

#include <fmt/format.h>

#include <cstdio>

namespace winnow::base {

void StderrLog::note(Level level, std::string_view text) {
  if (level < least_) return;
  const std::string_view prefix = level == Level::error     ? "error: "
                                  : level == Level::warning ? "warning: "
                                                            : "";
  const std::scoped_lock lock(mutex_);
  fmt::print(stderr, "winnow: {}{}\n", prefix, text);
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
