#pragma once
// The verbs that need no ranks: they start no MPI. Each prints on standard output and gives the exit status,
// or throws base::Failure.

#include "app/command_line.hpp"
#include "winnow/base/error.hpp"
#include "winnow/base/log.hpp"

namespace winnow::app {

base::ExitStatus check(const CheckCommand& command, base::Log& log);
base::ExitStatus study(const StudyCommand& command, base::Log& log);
base::ExitStatus plan(const PlanCommand& command, base::Log& log);
base::ExitStatus info(const InfoCommand& command);
base::ExitStatus show(const ShowCommand& command);
base::ExitStatus export_result(const ExportCommand& command);
base::ExitStatus backup(const BackupCommand& command, base::Log& log);
base::ExitStatus restore(const RestoreCommand& command);
base::ExitStatus simulate(const SimulateCommand& command);

}  // namespace winnow::app
