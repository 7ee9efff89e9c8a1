#pragma once
// Notes to the person who runs the program. What a note says is the caller's; where it goes is the Log's.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "winnow/base/descriptor.hpp"
#include "winnow/base/error.hpp"

namespace winnow::base {

enum class Level : std::uint8_t { info, warning, error };

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

/// Appends "2026-03-01T12:00:00Z <author>: warning: …" to a file, one line a note, which may be that of
/// others, too.
class FileLog final : public Log {
 public:
  /// Error: the file cannot be opened to be written.
  static Result<std::unique_ptr<FileLog>> open(const std::filesystem::path& path, std::string author);

  /// A line that cannot be written is dropped.
  void note(Level level, std::string_view text) override { static_cast<void>(write(level, text)); }

  /// The same. Error: it cannot be written.
  Result<void> write(Level level, std::string_view text);

 private:
  FileLog(std::filesystem::path path, Descriptor file, std::string author)
      : path_(std::move(path)), file_(std::move(file)), author_(std::move(author)) {}

  std::filesystem::path path_;
  Descriptor file_;
  std::string author_;
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
