#pragma once
// Notes to the person who runs the program. What a note says is the caller's; where it goes is the Log's.

#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace winnow::base {

enum class Level { info, warning, error };

class Log {
 public:
  virtual ~Log() = default;

  /// Thread-safe.
  virtual void note(Level level, std::string_view text) = 0;

  void info(std::string_view text) { note(Level::info, text); }
  void warning(std::string_view text) { note(Level::warning, text); }
  void error(std::string_view text) { note(Level::error, text); }
};

/// "winnow: warning: …" on standard error, one line a note; `least` and above.
class StderrLog final : public Log {
 public:
  explicit StderrLog(Level least = Level::info) : least_(least) {}
  void note(Level level, std::string_view text) override;

 private:
  Level least_;
  std::mutex mutex_;
};

/// Keeps the notes, for tests and for ranks whose notes another rank prints.
class MemoryLog final : public Log {
 public:
  struct Note {
    Level level;
    std::string text;
  };

  void note(Level level, std::string_view text) override;
  [[nodiscard]] std::vector<Note> notes() const;

 private:
  mutable std::mutex mutex_;
  std::vector<Note> notes_;
};

}  // namespace winnow::base
