#include "winnow/app/main.hpp"

#include <fmt/format.h>
#include <malloc.h>

#include <exception>

#include "app/command_line.hpp"
#include "app/commands/evaluate.hpp"
#include "app/commands/top.hpp"
#include "app/commands/verbs.hpp"
#include "app/run/run.hpp"
#include "app/say_lines.hpp"
#include "winnow/base/log.hpp"
#include "winnow/program/hidden_verb.hpp"

namespace winnow::app {
namespace {

/// Batches of rows come and go, large ones. Left to itself, malloc keeps such buffers once it has seen them
/// come again, so that a rank's memory would be that of all its threads' largest ones together.
void return_large_buffers() {
  constexpr int large = 256 << 10;
  ::mallopt(M_MMAP_THRESHOLD, large);
}

/// Carries a command out.
class Dispatch {
 public:
  Dispatch(int argc, char** argv, base::Log& log) : argc_(argc), argv_(argv), log_(log) {}

  int operator()(const RunCommand& command) { return run_on_ranks(command, argc_, argv_, log_); }
  int operator()(const EvaluateCommand& command) { return status(evaluate(command, log_)); }
  int operator()(const CheckCommand& command) { return status(check(command, log_)); }
  int operator()(const StudyCommand& command) { return status(study(command, log_)); }
  int operator()(const PlanCommand& command) { return status(plan(command, log_)); }
  int operator()(const InfoCommand& command) { return status(info(command)); }
  int operator()(const ShowCommand& command) { return status(show(command)); }
  int operator()(const ExportCommand& command) { return status(export_result(command)); }
  int operator()(const BackupCommand& command) { return status(backup(command, log_)); }
  int operator()(const RestoreCommand& command) { return status(restore(command)); }
  int operator()(const TopCommand& command) { return status(top(command)); }
  int operator()(const RunsCommand& command) { return status(runs(command)); }
  int operator()(const SimulateCommand& command) { return status(simulate(command)); }
  int operator()(const PrintCommand& command) {
    fmt::print("{}", command.text);
    return 0;
  }

 private:
  static int status(base::ExitStatus status) { return static_cast<int>(status); }

  int argc_;
  char** argv_;
  base::Log& log_;
};

}  // namespace

int main(int argc, char** argv) {
  if (const auto helped = program::serve_hidden_verb(argc, argv)) return *helped;
  return_large_buffers();
  base::StderrLog log;
  try {
    const auto command = base::value_or_throw(parse_command_line(argc, argv));
    return std::visit(Dispatch(argc, argv, log), command);
  } catch (const base::Failure& failure) {
    say_lines(log, failure.what());
    return static_cast<int>(failure.status());
  } catch (const std::exception& defect) {
    say_lines(log, fmt::format("{} (a defect of Winnow's own, or memory has run out)", defect.what()));
    return static_cast<int>(base::ExitStatus::internal_error);
  }
}

}  // namespace winnow::app
