#pragma once
// `winnow top` and `winnow runs`: a user's running jobs, from another terminal.

#include "app/command_line.hpp"
#include "winnow/base/error.hpp"

namespace winnow::app {

/// Shows a running job until it ends or the one who looks has seen enough. Without a terminal, or asked for
/// one look, it prints what there is to see now. Throws base::Failure if there is no such job here, or it
/// does not answer.
base::ExitStatus top(const TopCommand& command);

/// Lists the user's running jobs.
base::ExitStatus runs(const RunsCommand& command);

}  // namespace winnow::app
