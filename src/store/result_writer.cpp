#include "winnow/store/result_writer.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <set>

#include "store/collective.hpp"
#include "store/guard.hpp"
#include "store/kept_groups.hpp"
#include "store/layout.hpp"
#include "store/short_path.hpp"
#include "store/slab_writer.hpp"
#include "winnow/base/file.hpp"
#include "winnow/base/operations.hpp"
#include "winnow/store/result_target.hpp"

namespace winnow::store {
namespace {

/// A file under its temporary name: gone at the end unless it was put in place. Without a name it is another
/// rank's.
class Temporary {
 public:
  explicit Temporary(std::filesystem::path path) : path_(std::move(path)) {}
  Temporary(const Temporary&) = delete;
  Temporary& operator=(const Temporary&) = delete;
  ~Temporary() {
    if (!path_.empty()) ::unlink(path_.c_str());
  }

  base::Result<void> put_in_place(const std::filesystem::path& target) {
    auto put = base::put_in_place(path_, target);
    if (put) path_.clear();
    return put;
  }

 private:
  std::filesystem::path path_;
};

/// What rank 0 tells the others once the file's layout stands.
struct Layout {
  std::string file;  ///< under its temporary name
  std::vector<SlabTable> tables;
};

void encode(base::Encoder& out, const Layout& layout) {
  out.put_text(layout.file);
  out.put_varint(layout.tables.size());
  for (const auto& table : layout.tables) encode(out, table);
}

Layout decode_layout(base::Decoder in) {
  Layout layout;
  layout.file = in.get_text();
  layout.tables.resize(in.get_varint());
  for (auto& table : layout.tables) table = decode_slab_table(in);
  return layout;
}

/// The newer object headers: attributes (the lists of attached variables among them) may exceed 64 KiB.
/// Without locks, which some parallel file systems refuse: nobody else knows the temporary name.
Handle file_access() {
  Handle access(H5Pcreate(H5P_FILE_ACCESS));
  check(H5Pset_libver_bounds(access, H5F_LIBVER_V18, H5F_LIBVER_V18));
  check(H5Pset_file_locking(access, false, true));
  return access;
}

/// Metadata is read by one rank and sent to the others, instead of by each from the file system.
Handle parallel_access(MPI_Comm communicator) {
  auto access = file_access();
  check(H5Pset_fapl_mpio(access, communicator, MPI_INFO_NULL));
  check(H5Pset_all_coll_metadata_ops(access, true));
  check(H5Pset_coll_metadata_write(access, true));
  return access;
}

std::string top_level(std::string_view path) {
  return std::string(path.substr(0, path.find('/')));
}

/// Everything but the rows, by one rank.
std::vector<SlabTable> create_layout(const std::filesystem::path& temporary,
                                     const std::filesystem::path& target,
                                     std::span<base::TableSource* const> tables,
                                     const ResultOptions& options) {
  Handle file(
      H5Fcreate(temporary.c_str(), H5F_ACC_TRUNC, ordered_properties(H5P_FILE_CREATE), file_access()));
  for (const auto& attribute : options.attributes) write_attribute(file, attribute);
  std::set<std::string> written(options.replaced.begin(), options.replaced.end());
  for (const auto& group : options.groups) {
    written.insert(top_level(group.path));
    const auto handle = open_or_make_group(file, group.path);
    for (const auto& attribute : group.attributes) write_attribute(handle, attribute);
  }
  std::vector<SlabTable> slabs;
  for (const auto* table : tables) {
    written.insert(top_level(table->shape().path));
    slabs.push_back(create_table(file, table->shape(), options.compression));
  }
  if (std::filesystem::exists(target)) keep_groups(target, file, written);
  file.close();
  return slabs;
}

/// Claims the disk space of everything up to the file's end. A file system that cannot promise space is left
/// to fail, if it must, where the rows are written.
void reserve_space(const std::filesystem::path& path) {
  const int file = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
  if (file < 0) return;
  const auto size = static_cast<off_t>(std::filesystem::file_size(path));
  const int error_number = ::fallocate(file, 0, 0, size) == 0 ? 0 : errno;
  ::close(file);
  if (error_number == ENOSPC || error_number == EDQUOT) {
    throw base::Failure(base::fail({}, base::system_words(error_number)).value());
  }
}

/// HDF5 and MPI-IO forget on their way up that the disk is full.
bool disk_is_full(const std::filesystem::path& folder) {
  struct statvfs disk {};
  return ::statvfs(folder.c_str(), &disk) == 0 && disk.f_bavail * disk.f_frsize < (std::uint64_t{1} << 16);
}

/// The error as its reader needs it: which file, why, what to do.
base::Error explained(base::Error error, const std::filesystem::path& target, bool full) {
  if (full) error.why = base::system_words(ENOSPC);
  if (error.problem.empty() || full) error.problem = fmt::format("cannot write {}", target.string());
  if (error.advice.empty() && (full || error.why == base::system_words(ENOSPC))) {
    error.advice = "make room, or name a file on another disk with --output";
  }
  return error;
}

/// The slabs must follow each other in rank order and make up the table.
base::Result<void> check_slabs(MPI_Comm communicator, std::span<base::TableSource* const> tables,
                               const std::vector<SlabTable>& slabs) {
  const auto wrong = [](std::string_view what) {
    return base::fail(fmt::format("the ranks disagree on {}", what), "a defect of the program",
                      "please report it");
  };
  const bool same_number = tables.size() == slabs.size();
  if (auto all = agree(communicator, same_number ? base::Result<void>{} : wrong("the tables")); !all)
    return all;
  if (slabs.empty()) return {};
  std::vector<std::uint64_t> ends;
  for (const auto* table : tables) ends.push_back(table->shape().own_rows);
  const auto count = static_cast<int>(ends.size());
  check_mpi(MPI_Scan(MPI_IN_PLACE, ends.data(), count, MPI_UINT64_T, MPI_SUM, communicator));
  auto totals = ends;  // on the last rank, which is the one whose value is sent
  int size = 0;
  check_mpi(MPI_Comm_size(communicator, &size));
  check_mpi(MPI_Bcast(totals.data(), count, MPI_UINT64_T, size - 1, communicator));
  base::Result<void> mine;
  for (std::size_t i = 0; mine && i < slabs.size(); ++i) {
    const auto& shape = tables[i]->shape();
    const bool follows = shape.own_rows == 0 || shape.first_row + shape.own_rows == ends[i];
    if (!follows || totals[i] != slabs[i].rows) mine = wrong("the rows of " + slabs[i].path);
  }
  return agree(communicator, mine);
}

/// \collective The rows of all tables, into a file that is laid out.
base::Result<void> write_rows(MPI_Comm communicator, const Layout& layout,
                              std::span<base::TableSource* const> tables, const ResultOptions& options) {
  const std::string problem = "cannot write the tables";
  std::vector<std::vector<WrittenBlock>> written(tables.size());
  const ShortPath path(layout.file);
  Handle file;
  const auto opened = guarded(
      problem, [&] { file = Handle(H5Fopen(path.c_str(), H5F_ACC_RDWR, parallel_access(communicator))); });
  auto status = agree(communicator, opened);
  for (std::size_t i = 0; status && i < tables.size(); ++i) {
    status = write_slabs(file, communicator, layout.tables[i], *tables[i], options.block, written[i],
                         options.profile);
  }
  const auto closed = guarded(problem, [&] {
    const base::Operation op(options.profile, base::operations::hdf5_close);
    if (file >= 0) file.close();
  });
  if (status) status = agree(communicator, closed);
  if (!status) return status;
  return agree(communicator, guarded({}, [&] {
                 const base::Operation op(options.profile, base::operations::hdf5_check);
                 const Handle whole(H5Fopen(layout.file.c_str(), H5F_ACC_RDONLY, file_access()));
                 for (std::size_t i = 0; i < tables.size(); ++i)
                   check_written(whole, layout.tables[i], written[i]);
               }));
}

std::uint64_t rows_of(const Layout& layout) {
  std::uint64_t rows = 0;
  for (const auto& table : layout.tables) rows += table.rows;
  return rows;
}

/// Adds tables to a file that the others have closed; by one rank.
base::Result<std::uint64_t> append_tables(const std::string& path,
                                          std::span<const std::unique_ptr<base::TableSource>> sources,
                                          const ResultOptions& options) {
  std::vector<base::TableSource*> tables;
  for (const auto& source : sources) tables.push_back(source.get());
  Layout layout{path, {}};
  const auto laid_out = guarded({}, [&] {
    Handle file(H5Fopen(path.c_str(), H5F_ACC_RDWR, file_access()));
    for (const auto* table : tables)
      layout.tables.push_back(create_table(file, table->shape(), options.compression));
    file.close();
    reserve_space(path);
  });
  if (!laid_out) return tl::unexpected(laid_out.error());
  auto written = write_rows(MPI_COMM_SELF, layout, tables, options);
  if (!written) return tl::unexpected(std::move(written).error());
  return rows_of(layout);
}

/// The steps of writing one file; `tables` and `options` outlive it.
class Writing {
 public:
  Writing(const std::filesystem::path& target, MPI_Comm communicator,
          std::span<base::TableSource* const> tables, const ResultOptions& options)
      : target_(target),
        communicator_(communicator),
        leads_(rank_of(communicator) == 0),
        tables_(tables),
        options_(options),
        name_(leads_ ? base::temporary_beside(target) : std::filesystem::path()),
        temporary_(name_) {}

  base::Result<WriteReport> run() {
    Layout layout;
    auto status = agree(communicator_, leads_ ? lay_out(layout) : base::Result<void>{});
    if (!status) return tl::unexpected(status.error());
    share(layout);
    status = check_slabs(communicator_, tables_, layout.tables);
    auto rows = rows_of(layout);
    if (status && rows > 0) status = write_rows(communicator_, layout, tables_, options_);
    if (status && options_.epilogue) status = append_epilogue(rows);
    if (leads_ && !status)
      status = tl::unexpected(explained(status.error(), target_, disk_is_full(folder())));
    if (leads_ && status) status = temporary_.put_in_place(target_);
    status = agree(communicator_, status);
    if (!status) return tl::unexpected(status.error());
    std::array<std::uint64_t, 2> report{leads_ ? std::filesystem::file_size(target_) : 0, rows};
    check_mpi(MPI_Bcast(report.data(), 2, MPI_UINT64_T, 0, communicator_));
    return WriteReport{.size = {report[0]}, .rows = report[1]};
  }

 private:
  [[nodiscard]] std::filesystem::path folder() const {
    return target_.has_parent_path() ? target_.parent_path() : std::filesystem::path(".");
  }

  base::Result<void> lay_out(Layout& layout) {
    if (auto possible = check_target(target_, options_.overwrite); !possible) return possible;
    base::remove_leftovers_beside(target_);
    layout.file = name_.string();
    auto status = guarded({}, [&] {
      layout.tables = create_layout(name_, target_, tables_, options_);
      reserve_space(name_);
    });
    if (!status) return tl::unexpected(explained(status.error(), target_, disk_is_full(folder())));
    return status;
  }

  base::Result<void> append_epilogue(std::uint64_t& rows) {
    const auto tables = options_.epilogue();
    base::Result<void> status;
    if (leads_) {
      if (auto more = append_tables(name_.string(), tables, options_)) {
        rows += *more;
      } else {
        status = tl::unexpected(std::move(more).error());
      }
    }
    return agree(communicator_, status);
  }

  void share(Layout& layout) const {
    base::Buffer bytes;
    base::Encoder out(bytes);
    if (leads_) encode(out, layout);
    broadcast(communicator_, bytes);
    layout = decode_layout(base::Decoder(bytes));
  }

  const std::filesystem::path& target_;
  MPI_Comm communicator_;
  bool leads_;
  std::span<base::TableSource* const> tables_;
  const ResultOptions& options_;
  std::filesystem::path name_;
  Temporary temporary_;
};

}  // namespace

base::Result<WriteReport> write_result(const std::filesystem::path& path, MPI_Comm communicator,
                                       std::span<base::TableSource* const> tables,
                                       const ResultOptions& options) {
  const QuietErrors quiet;
  return Writing(path, communicator, tables, options).run();
}

}  // namespace winnow::store
