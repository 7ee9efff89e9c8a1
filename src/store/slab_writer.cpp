#include "store/slab_writer.hpp"

#include <fmt/format.h>
#include <xxhash.h>

#include <algorithm>
#include <array>
#include <cassert>

#include "store/collective.hpp"
#include "store/group_reader.hpp"
#include "store/guard.hpp"
#include "winnow/base/operations.hpp"
#include "winnow/base/text.hpp"

namespace winnow::store {
namespace {

/// A table that does not keep its word would leave holes in the file.
[[noreturn]] void refuse(std::string problem) {
  throw base::Failure(base::fail(std::move(problem), "a defect of the program", "please report it").value());
}

/// Makes valid UTF-8 of text cells: one bad byte in a file's name would keep xarray from opening the table.
void mend(std::string& cells, std::uint64_t width) {
  const auto is_ascii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
  if (std::ranges::all_of(cells, is_ascii)) return;
  for (std::size_t begin = 0; begin < cells.size(); begin += width) {
    for (std::size_t at = begin; at < begin + width;) {
      const auto length = base::utf8_length(std::string_view(cells).substr(at, begin + width - at));
      if (length == 0) cells[at] = '?';
      at += std::max<std::size_t>(1, length);
    }
  }
}

std::uint64_t hash_of(const base::Cells& cells) {
  const auto bytes = std::visit([](const auto& values) { return std::as_bytes(std::span(values)); }, cells);
  return XXH3_64bits(bytes.data(), bytes.size());
}

/// True if the last write was collective on all ranks, as it was asked to be: HDF5 changes to independent
/// writes, in silence, where it must convert types, and they are slow.
[[maybe_unused]] bool was_collective(hid_t transfer) {
  std::uint32_t own = 0, anywhere = 0;
  check(H5Pget_mpio_no_collective_cause(transfer, &own, &anywhere));
  return anywhere == H5D_MPIO_COLLECTIVE;
}

/// A dataset on its way to the file.
class Column {
 public:
  Column(hid_t file, const SlabVariable& variable)
      : variable_(variable),
        dataset_(H5Dopen2(file, variable.path.c_str(), H5P_DEFAULT)),
        space_(H5Dget_space(dataset_)),
        type_(cell_type(variable.type)) {}

  /// Makes the cells fit to be written as they lie in memory; fails unless they are what the shape says.
  void prepare(base::Cells& cells, std::uint64_t rows) const {
    auto* text = std::get_if<std::string>(&cells);
    if (text != nullptr && text->empty()) text->resize(rows * variable_.columns);  // texts of no width
    const auto size = std::visit([](const auto& values) { return values.size(); }, cells);
    if (cells.index() != static_cast<std::size_t>(variable_.type) || size != rows * variable_.columns) {
      refuse(fmt::format("the cells of {} are not what its shape says", variable_.path));
    }
    if (text != nullptr) mend(*text, variable_.columns);
  }

  /// \collective Writes rows from `first` on; with no cells, takes part with none.
  void write(const base::Cells* cells, std::uint64_t first, std::uint64_t rows, hid_t transfer) const {
    const std::array<hsize_t, 2> start{first, 0};
    const std::array<hsize_t, 2> count{std::max<hsize_t>(rows, 1), variable_.columns};
    const Handle memory(H5Screate_simple(H5Sget_simple_extent_ndims(space_), count.data(), nullptr));
    constexpr char nothing = 0;
    const void* data = &nothing;
    if (cells == nullptr) {
      check(H5Sselect_none(space_));
      check(H5Sselect_none(memory));
    } else {
      check(H5Sselect_hyperslab(space_, H5S_SELECT_SET, start.data(), nullptr, count.data(), nullptr));
      data = std::visit([](const auto& values) { return static_cast<const void*>(values.data()); }, *cells);
    }
    check(H5Dwrite(dataset_, type_, memory, space_, transfer, data));
    assert(was_collective(transfer));
  }

 private:
  const SlabVariable& variable_;
  Handle dataset_;
  Handle space_;
  Handle type_;
};

Handle collective_transfer() {
  Handle transfer(H5Pcreate(H5P_DATASET_XFER));
  check(H5Pset_dxpl_mpio(transfer, H5FD_MPIO_COLLECTIVE));
  return transfer;
}

class SlabWriter {
 public:
  SlabWriter(hid_t file, MPI_Comm communicator, const SlabTable& table, base::TableSource& source,
             std::vector<WrittenBlock>& blocks, base::Profile* profile)
      : file_(file),
        communicator_(communicator),
        table_(table),
        source_(source),
        blocks_(blocks),
        profile_(profile),
        problem_(fmt::format("cannot write {}", table.path)) {}

  base::Result<void> write(base::Bytes memory) {
    if (table_.rows == 0) return {};
    const auto opened = guarded(problem_, [&] {
      for (const auto& variable : table_.variables) columns_.emplace_back(file_, variable);
      transfer_ = collective_transfer();
    });
    if (auto all = agree(communicator_, opened); !all) return all;

    const auto first_row = source_.shape().first_row;
    for (base::Result<void> status;;) {
      if (status) status = guarded(problem_, [&] { pull(memory, first_row); });
      if (auto all = agree(communicator_, status); !all) return all;
      if (!anybody(block_.rows > 0)) return {};
      status = write_block(first_row + written_);
      written_ += block_.rows;
    }
  }

 private:
  /// Rows to ask for: what fits the memory, ending at the border of a chunk, for a chunk that is written in
  /// two pieces is deflated twice.
  [[nodiscard]] std::uint64_t next_rows(base::Bytes memory, std::uint64_t row) const {
    const auto fitting =
        std::max<std::uint64_t>(1, memory.count / std::max<std::uint64_t>(1, table_.row_bytes()));
    const auto chunk = table_.chunk_rows;
    if (chunk == 0) return fitting;
    return std::max<std::uint64_t>(1, fitting / chunk) * chunk - row % chunk;
  }

  void pull(base::Bytes memory, std::uint64_t first_row) {
    const auto own = source_.shape().own_rows;
    block_.rows = 0;
    if (written_ < own)
      source_.next(std::min(own - written_, next_rows(memory, first_row + written_)), block_);
    if (block_.rows == 0 && written_ < own) {
      refuse(fmt::format("{} ended after {} of {} rows", table_.path, written_, own));
    }
    if (block_.rows == 0) return;
    if (block_.cells.size() != columns_.size() || block_.rows > own - written_) {
      refuse(fmt::format("the rows of {} are not what its shape says", table_.path));
    }
    for (std::size_t i = 0; i < columns_.size(); ++i) columns_[i].prepare(block_.cells[i], block_.rows);
  }

  /// After a failure the rank still takes part in the block's other calls, with nothing.
  base::Result<void> write_block(std::uint64_t row) {
    base::Operation op(profile_, base::operations::hdf5_write);
    op.items(block_.rows);
    op.bytes({block_.rows * table_.row_bytes()});
    base::Result<void> status;
    WrittenBlock written{.first_row = row, .rows = block_.rows, .hashes = {}};
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      const bool takes_part = status && block_.rows > 0;
      const auto one = guarded(problem_, [&] {
        columns_[i].write(takes_part ? &block_.cells[i] : nullptr, row, block_.rows, transfer_);
      });
      if (status) status = one;
      if (takes_part) written.hashes.push_back(hash_of(block_.cells[i]));
    }
    if (status && block_.rows > 0) blocks_.push_back(std::move(written));
    return status;
  }

  [[nodiscard]] bool anybody(bool mine) const {
    int any = mine ? 1 : 0;
    check_mpi(MPI_Allreduce(MPI_IN_PLACE, &any, 1, MPI_INT, MPI_MAX, communicator_));
    return any != 0;
  }

  hid_t file_;
  MPI_Comm communicator_;
  const SlabTable& table_;
  base::TableSource& source_;
  std::vector<WrittenBlock>& blocks_;
  base::Profile* profile_;
  std::string problem_;
  std::vector<Column> columns_;
  Handle transfer_;
  base::Block block_;
  std::uint64_t written_ = 0;
};

}  // namespace

base::Result<void> write_slabs(hid_t file, MPI_Comm communicator, const SlabTable& table,
                               base::TableSource& source, base::Bytes block,
                               std::vector<WrittenBlock>& written, base::Profile* profile) {
  return SlabWriter(file, communicator, table, source, written, profile).write(block);
}

void check_written(hid_t file, const SlabTable& table, std::span<const WrittenBlock> written) {
  for (const auto& block : written) {
    for (std::size_t i = 0; i < table.variables.size(); ++i) {
      const auto& slab = table.variables[i];
      base::Variable variable;
      variable.type = slab.type;
      variable.text_width = slab.columns;
      const auto cells = read_cells(file, slab.path, variable, block.first_row, block.rows);
      if (hash_of(cells) != block.hashes[i]) {
        throw base::Failure(
            base::fail({}, fmt::format("{} does not hold what was written to it", slab.path)).value());
      }
    }
  }
}

}  // namespace winnow::store
