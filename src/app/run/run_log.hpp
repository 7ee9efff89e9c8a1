#pragma once
// What a rank says of its run: on standard error as much as is wanted there, in the study's log all of it.

#include <atomic>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "winnow/base/error.hpp"
#include "winnow/base/log.hpp"

namespace winnow::app {

class RunLog final : public base::Log {
 public:
  /// Passes notes from `least` up on to `screen`, which outlives it.
  RunLog(base::Log& screen, base::Level least) : screen_(screen), least_(least) {}

  /// From here on only notes from `least` up are passed on. Before other threads note anything.
  void pass_on(base::Level least) { least_ = least; }

  /// Appends all notes from here on to a file, under the name of their `author`. Before other threads note
  /// anything. Error: it cannot be written. If it cannot be later, a warning says so once.
  base::Result<void> keep(const std::filesystem::path& path, std::string author);

  void note(base::Level level, std::string_view text) override;

 private:
  base::Log& screen_;
  base::Level least_;
  std::string author_;
  std::unique_ptr<base::FileLog> file_;
  std::atomic<bool> has_lost_ = false;  ///< lines that could not be written to it
};

}  // namespace winnow::app
