#pragma once
// A process that a Spawner runs: what it is to be, and what became of it.

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "winnow/base/units.hpp"

namespace winnow::program {

/// What a process may take. Whatever it started in its own process group ends with it.
struct Limits {
  base::Seconds timeout = base::Seconds::never();  ///< by the clock; then SIGTERM
  base::Seconds grace{0.2};                        ///< from SIGTERM until SIGKILL
  base::Seconds cpu = base::Seconds::never();      ///< user and system, of each process; then SIGXCPU
  base::Bytes memory = base::Bytes::unlimited();  ///< address space of each process; beyond it, none is given

  bool operator==(const Limits&) const = default;
};

struct ProcessSpec {
  std::vector<std::string> arguments;    ///< the first is the program's path, with a slash in it
  std::vector<std::string> environment;  ///< "NAME=value", beside or in place of Winnow's own
  std::filesystem::path folder;          ///< to work in; absolute
  std::string input;                     ///< its standard input; need not be read
  Limits limits;
  base::Bytes captured = base::mebibytes(1);  ///< kept of each output at most
  bool heeds_cancel = true;                   ///< false: Spawner::cancel_all() lets it be
};

/// What a process printed: the last bytes of it, if it was more than may be kept.
struct Output {
  std::string text;
  std::uint64_t dropped = 0;  ///< bytes before `text`
};

/// What a process took.
struct Usage {
  base::Seconds wall;
  base::Seconds cpu;  ///< user and system, with that of its children it waited for
  /// Of all of them together, as it was seen now and then; of the largest at least, which is exact, but never
  /// seen below the spawner's own, 14 MiB.
  base::Bytes peak_resident;
};

struct ProcessEnd {
  enum class Kind : std::uint8_t {
    exited,      ///< `code` is its exit status
    signalled,   ///< `code` is the signal
    timed_out,   ///< ended for its timeout
    cancelled,   ///< ended for Spawner::cancel_all()
    not_started  ///< `code` is the errno of `failed_step`
  };
  Kind kind = Kind::exited;
  int code = 0;
  std::string failed_step;      ///< "enter the working directory"
  bool left_processes = false;  ///< it has ended before all that it had started; these are killed, too
  Usage usage;
  Output output;  ///< standard output
  Output errors;  ///< standard error

  [[nodiscard]] bool succeeded() const { return kind == Kind::exited && code == 0; }
};

/// "exit status 3", "killed by SIGSEGV (Segmentation fault)", "no end after 30 s", "stopped with the run",
/// "cannot start it (No such file or directory)".
[[nodiscard]] std::string to_text(const ProcessEnd& end, const Limits& limits);

/// The same of what was made of `spec`. Where there is no interpreter for a script, which the system tells as
/// if there was no script, with the script's first line.
[[nodiscard]] std::string failure_text(const ProcessEnd& end, const ProcessSpec& spec);

}  // namespace winnow::program
