#pragma once
// The command line as plain data: one struct per verb.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "winnow/base/error.hpp"
#include "winnow/base/units.hpp"

namespace winnow::app {

/// A study and what the command line adds to it.
struct StudyArguments {
  std::filesystem::path file;  ///< empty: none was named
  std::vector<std::string> sets;
  std::optional<std::string> preset;
};

/// `winnow run`, `winnow reduce`, `winnow optimize`
struct RunCommand {
  StudyArguments study;
  std::string job;  ///< the one to do; empty: all of the study
  std::filesystem::path output;
  std::filesystem::path trace;  ///< where the run's timeline goes; empty: nowhere
  bool overwrite = false;
  bool resume = false;
  bool replay = false;
  bool quiet = false;
  bool json = false;
};

/// `winnow evaluate`
struct EvaluateCommand {
  StudyArguments study;
  std::vector<std::string> values;  ///< "name=value"
  std::string problem;              ///< of several; empty: the only one
};

/// `winnow check`
struct CheckCommand {
  StudyArguments study;
};

/// `winnow study`
struct StudyCommand {
  enum class What : std::uint8_t { defaults, reference, explain };
  What what = What::explain;
  StudyArguments study;
};

/// `winnow plan`
struct PlanCommand {
  StudyArguments study;
  std::uint32_t nodes = 0;            ///< imagined nodes; 0: this machine as it is
  std::string topology;               ///< of imagined nodes: a synthetic description or an XML file
  std::optional<base::Bytes> memory;  ///< limit of each imagined node
  bool json = false;
};

/// `winnow info`
struct InfoCommand {
  bool json = false;
};

/// `winnow show`
struct ShowCommand {
  std::filesystem::path file;
  std::string group;
  bool all = false;
  std::string statistic;  ///< empty: mean and confidence interval
};

/// `winnow export`
struct ExportCommand {
  std::filesystem::path file;
  std::string group;
  std::string text;  ///< template of file names: one text file per group; empty: CSV
  std::string statistic = "mean";
  std::string number_format = "%.4f";
  std::vector<std::string> metrics;
  std::filesystem::path output;  ///< CSV: the file; text: the folder; empty: standard output, working folder
};

/// `winnow backup`
struct BackupCommand {
  std::filesystem::path result;
  std::filesystem::path to;     ///< the folder of copies
  std::filesystem::path study;  ///< that says where its checkpoint is; empty: the result says, or beside it
  std::uint32_t keep = 3;
};

/// `winnow restore`
struct RestoreCommand {
  std::filesystem::path copy;  ///< or the folder of copies
  std::filesystem::path to;    ///< empty: where the files were
  bool overwrite = false;
};

/// `winnow top`
struct TopCommand {
  std::string run;  ///< its process, result or title; empty: the only one
  bool once = false;
  bool json = false;
};

/// `winnow runs`
struct RunsCommand {
  bool json = false;
};

/// `winnow simulate`
struct SimulateCommand {
  std::uint32_t nodes = 4;
  std::uint32_t ranks = 32;
  std::uint64_t tasks = 100'000;
  base::Seconds task_time{0.01};
  double variation = 1.0;
  base::Seconds latency{5e-6};
  std::uint64_t seed = 1;
};

/// Text to print, and no more to do: `--help`, `--version`.
struct PrintCommand {
  std::string text;
};

using Command = std::variant<RunCommand, EvaluateCommand, CheckCommand, StudyCommand, PlanCommand,
                             InfoCommand, ShowCommand, ExportCommand, BackupCommand, RestoreCommand,
                             TopCommand, RunsCommand, SimulateCommand, PrintCommand>;

/// Fails on bad usage; a misspelt verb or option gets the nearest right one.
[[nodiscard]] base::Result<Command> parse_command_line(int argc, const char* const* argv);

}  // namespace winnow::app
