#pragma once
// `winnow run` and `winnow reduce`: a study on all ranks, from its file to the result file.

#include "app/command_line.hpp"
#include "winnow/base/error.hpp"
#include "winnow/base/log.hpp"

namespace winnow::app {

/// Starts MPI, does the study's jobs and writes the result. Gives the exit status, the same on every rank;
/// does not return on a rank that must not take part in MPI's end. Throws base::Failure; only rank 0's is for
/// people.
int run_on_ranks(const RunCommand& command, int argc, char** argv, base::Log& screen);

}  // namespace winnow::app
