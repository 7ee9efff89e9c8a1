#pragma once
// [optimize.objective]: what judges a candidate.

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "winnow/base/units.hpp"
#include "winnow/study/word_or.hpp"

namespace winnow::study {

/// [optimize.objective.read]: where a program's value is. The initial values are the built-in defaults.
struct Reading {
  enum class From : std::uint8_t {
    automatic,  ///< report if there is a file, else stdout
    standard_output,
    json,    ///< from `file`, else from stdout
    report,  ///< a file that the readers of [reduce] know
    numbers  ///< the last line of a file
  };

  From from = From::automatic;
  NoneOr<std::string> file;     ///< a glob, below the working directory
  NoneOr<std::string> value;    ///< the metric or the field, nested ones by dots; none: the only one
  std::string format = "auto";  ///< of a report, as in [reduce]

  bool operator==(const Reading&) const = default;
};

/// What a program's standard input holds.
enum class ProgramInput : std::uint8_t { json, none };

/// Which working directories stay.
enum class Keep : std::uint8_t { failed, all, none };

/// The initial values are the built-in defaults. In a loaded study exactly one of function, expression,
/// plugin and program is set. Paths are relative to the study's folder.
struct Objective {
  NoneOr<std::string> function;  ///< one of Winnow's own
  std::uint32_t instance = 1;    ///< of the function: its shift and its rotations
  NoneOr<std::string> expression;
  NoneOr<std::string> plugin;  ///< path of a shared library
  std::string options;         ///< text for the plugin
  bool isolate = false;
  std::uint32_t recycle = 1000;
  std::vector<std::string> program;  ///< argv; its first is a path if it has a slash, else looked for in PATH
  std::vector<std::string> templates;
  std::map<std::string, std::string> environment;
  ProgramInput standard_input = ProgramInput::json;
  AutoOr<std::string> directory;  ///< in which each evaluation has its working directory; auto: TMPDIR
  Keep keep = Keep::failed;
  NoneOr<base::Bytes> memory;  ///< limit of a process
  NoneOr<base::Seconds> cpu;   ///< limit of a process
  AutoOr<std::uint32_t> concurrent_starts;
  std::vector<std::string> outputs;  ///< names of what comes after the value
  bool noisy = false;
  Reading read;

  bool operator==(const Objective&) const = default;
};

}  // namespace winnow::study
