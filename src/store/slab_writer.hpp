#pragma once

#include <mpi.h>

#include "store/hdf5.hpp"
#include "store/layout.hpp"
#include "winnow/base/error.hpp"
#include "winnow/base/table.hpp"
#include "winnow/base/units.hpp"

namespace winnow::store {

/// \collective Writes this rank's rows of one table into a file that all ranks have open, in blocks of about
/// `block`. All ranks make the same calls, those without rows left with nothing selected: filtered chunks can
/// be written in no other way, and a rank that stays away leaves the others hanging.
[[nodiscard]] base::Result<void> write_slabs(hid_t file, MPI_Comm communicator, const SlabTable& table,
                                             base::TableSource& source, base::Bytes block);

}  // namespace winnow::store
