#pragma once
// Writes a result file on many ranks: HDF5 in the layout of netCDF-4, one group a table, so that
// `xarray.open_dataset(file, group="reduce/router_buffer")` opens it. The file appears under its name when it
// is whole and durable, or not at all.

#include <mpi.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "winnow/base/error.hpp"
#include "winnow/base/profile.hpp"
#include "winnow/base/table.hpp"
#include "winnow/base/units.hpp"

namespace winnow::store {

/// A group without a table: "study" with the attribute `toml`.
struct AttributeGroup {
  std::string path;
  std::vector<base::Attribute> attributes;
};

struct ResultOptions {
  bool overwrite = false;          ///< an existing file may be replaced
  std::optional<int> compression;  ///< deflate level 0 (none) to 9; nothing: 1 for tables above a gibibyte
  base::Bytes block = base::mebibytes(4);   ///< of one table's rows in flight on a rank
  std::vector<base::Attribute> attributes;  ///< of the file itself
  std::vector<AttributeGroup> groups;       ///< beside those of the tables
  std::vector<std::string> replaced;        ///< top-level groups of an old file to drop, written anew or not

  /// \collective Small tables that tell of the run, its writing included: asked for when all other rows are
  /// written. Those of rank 0 count, and it writes them alone.
  std::function<std::vector<std::unique_ptr<base::TableSource>>()> epilogue;

  base::Profile* profile = nullptr;  ///< is told of what is written and read back; may be null
};

struct WriteReport {
  base::Bytes size;        ///< of the file
  std::uint64_t rows = 0;  ///< of all tables together
};

/// \collective Writes `tables` and `options.groups` to `path`; every rank of `communicator` must call it and
/// gets the same success or the same error. Rank 0's path, options and shapes count; from the tables of other
/// ranks, as many and in the same order, come their rows, first_row and own_rows.
///
/// The top-level groups of a file that is overwritten are kept unless this call writes into them or
/// `options.replaced` names them. On failure
/// (disk full, no permission, the target exists; see check_target) the old file stands untouched and nothing
/// is left beside it; what a run that was killed in here has left beside it, the next one on the same machine
/// removes. A table may throw from next(): that is a failure, too. Every rank reads back what it
/// wrote, because collective writes have been seen to succeed on a full disk. A base::Failure is thrown where
/// MPI itself fails and the communicator's error handler returns.
///
/// Names that netCDF or HDF5 would not take ("bytes/s") are changed ("bytes_s"), and the attribute
/// `original_name` keeps them; bytes of text cells that are not UTF-8 become "?", for one would keep xarray
/// from opening the table. A text variable has no second dimension. HDF5 is not thread-safe: call this from
/// the thread that calls MPI.
///
/// Memory on a rank: about `block`, with compression 1.7 times that, beside what the tables hold.
[[nodiscard]] base::Result<WriteReport> write_result(const std::filesystem::path& path, MPI_Comm communicator,
                                                     std::span<base::TableSource* const> tables,
                                                     const ResultOptions& options);

}  // namespace winnow::store
