#pragma once

#include <mpi.h>

#include <cstdint>
#include <span>
#include <vector>

#include "store/hdf5.hpp"
#include "store/layout.hpp"
#include "winnow/base/error.hpp"
#include "winnow/base/profile.hpp"
#include "winnow/base/table.hpp"
#include "winnow/base/units.hpp"

namespace winnow::store {

/// Rows that this rank has written, with a hash of each variable's cells.
struct WrittenBlock {
  std::uint64_t first_row = 0;
  std::uint64_t rows = 0;
  std::vector<std::uint64_t> hashes;
};

/// \collective Writes this rank's rows of one table into a file that all ranks have open, in blocks of about
/// `block`. All ranks make the same calls, those without rows left with nothing selected: filtered chunks can
/// be written in no other way, and a rank that stays away leaves the others hanging. Appends to `written`
/// what it wrote; `profile`, which may be null, is told of it.
[[nodiscard]] base::Result<void> write_slabs(hid_t file, MPI_Comm communicator, const SlabTable& table,
                                             base::TableSource& source, base::Bytes block,
                                             std::vector<WrittenBlock>& written, base::Profile* profile);

/// Reads back what write_slabs wrote and throws a base::Failure if it is not what stands in the file: Open
/// MPI's collective writes (4.1, OMPIO) can end in success though one came short, on a full disk for example.
void check_written(hid_t file, const SlabTable& table, std::span<const WrittenBlock> written);

}  // namespace winnow::store
