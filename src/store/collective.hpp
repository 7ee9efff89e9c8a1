#pragma once
// What the ranks that write a file must tell each other. All functions are \collective.

#include <mpi.h>

#include "winnow/base/codec.hpp"
#include "winnow/base/error.hpp"

namespace winnow::store {

[[nodiscard]] int rank_of(MPI_Comm communicator);

/// Throws a base::Failure if an MPI call gave an error: only where the communicator's error handler returns.
void check_mpi(int status);

/// Rank 0's `bytes` on every rank.
void broadcast(MPI_Comm communicator, base::Buffer& bytes);

/// Success if all ranks succeeded; otherwise the error of the lowest rank that failed, on every rank.
[[nodiscard]] base::Result<void> agree(MPI_Comm communicator, const base::Result<void>& mine);

}  // namespace winnow::store
