#include "winnow/store/result_file.hpp"

#include <fmt/format.h>
#include <hdf5_hl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <cerrno>
#include <optional>
#include <set>
#include <utility>

#include "store/group_reader.hpp"
#include "store/guard.hpp"
#include "winnow/base/text.hpp"

namespace winnow::store {
namespace {

constexpr std::string_view damaged = "the file is damaged: write it again";

tl::unexpected<base::Error> no_group(const std::filesystem::path& path, std::string_view group,
                                     std::span<const std::string> groups) {
  const auto near = base::nearest(group, groups);
  const auto names = base::enumerate(near.empty() ? groups : std::span<const std::string>(near));
  return base::fail(fmt::format("no group \"{}\" in {}", group, path.string()), {},
                    names.empty() ? std::string{}
                                  : fmt::format("{} {}", near.empty() ? "there are" : "did you mean", names));
}

}  // namespace

class ResultFile::State {
 public:
  State(std::filesystem::path path, Handle file)
      : path_(std::move(path)), file_(std::move(file)), groups_(groups_below(file_)) {}

  std::filesystem::path path_;
  Handle file_;
  std::vector<std::string> groups_;
};

ResultFile::ResultFile(std::unique_ptr<State> state) : state_(std::move(state)) {
}
ResultFile::ResultFile(ResultFile&&) noexcept = default;
ResultFile& ResultFile::operator=(ResultFile&&) noexcept = default;
ResultFile::~ResultFile() = default;

base::Result<ResultFile> ResultFile::open(const std::filesystem::path& path) {
  const QuietErrors quiet;
  const auto problem = fmt::format("cannot open {}", path.string());
  if (::access(path.c_str(), R_OK) != 0) {
    return base::fail(problem, base::system_words(errno), "name a result file");
  }
  if (std::filesystem::is_directory(path)) return base::fail(problem, "it is a folder", "name a result file");
  std::unique_ptr<State> state;
  auto opened = guarded(problem, [&] {
    const Handle access(H5Pcreate(H5P_FILE_ACCESS));
    check(H5Pset_file_locking(access, false, true));
    state = std::make_unique<State>(path, Handle(H5Fopen(path.c_str(), H5F_ACC_RDONLY, access)));
  });
  if (!opened) {
    auto error = std::move(opened).error();
    error.advice = "it is no intact result file: write it again";
    return tl::unexpected(std::move(error));
  }
  return ResultFile(std::move(state));
}

const std::filesystem::path& ResultFile::path() const {
  return state_->path_;
}

const std::vector<std::string>& ResultFile::groups() const {
  return state_->groups_;
}

bool ResultFile::has_table(std::string_view group) const {
  return shape(group).has_value();
}

base::Result<base::TableShape> ResultFile::shape(std::string_view group) const {
  const QuietErrors quiet;
  if (std::ranges::find(groups(), group) == groups().end()) return no_group(path(), group, groups());
  std::optional<base::TableShape> shape;
  auto read = guarded(fmt::format("cannot read \"{}\" in {}", group, path().string()),
                      [&] { shape = read_shape(state_->file_, std::string(group)); });
  if (!read) {
    read.error().advice = damaged;
    return tl::unexpected(std::move(read).error());
  }
  if (!shape) return base::fail(fmt::format("no table in \"{}\" of {}", group, path().string()));
  return *std::move(shape);
}

base::Result<std::vector<base::Attribute>> ResultFile::attributes(std::string_view group) const {
  const QuietErrors quiet;
  if (!group.empty() && std::ranges::find(groups(), group) == groups().end()) {
    return no_group(path(), group, groups());
  }
  std::vector<base::Attribute> attributes;
  auto read = guarded(fmt::format("cannot read the attributes of \"{}\" in {}", group, path().string()), [&] {
    const auto name = group.empty() ? std::string("/") : std::string(group);
    attributes = read_attributes(Handle(H5Gopen2(state_->file_, name.c_str(), H5P_DEFAULT)));
  });
  if (!read) {
    read.error().advice = damaged;
    return tl::unexpected(std::move(read).error());
  }
  return attributes;
}

base::Result<base::Cells> ResultFile::read(const base::TableShape& table, const base::Variable& variable,
                                           std::uint64_t first_row, std::uint64_t rows) const {
  assert(first_row + rows <= table.rows);
  const QuietErrors quiet;
  const auto name = table.path + '/' + variable.name;
  base::Cells cells;
  auto read = guarded(fmt::format("cannot read \"{}\" in {}", name, path().string()),
                      [&] { cells = read_cells(state_->file_, name, variable, first_row, rows); });
  if (!read) {
    read.error().advice = damaged;
    return tl::unexpected(std::move(read).error());
  }
  return cells;
}

std::string_view text_cell(const std::string& cells, std::uint64_t text_width, std::uint64_t row) {
  const auto cell = std::string_view(cells).substr(row * text_width, text_width);
  return cell.substr(0, cell.find('\0'));
}

std::string library_version() {
  unsigned major = 0;
  unsigned minor = 0;
  unsigned release = 0;
  H5get_libversion(&major, &minor, &release);
#ifdef H5_HAVE_PARALLEL
  constexpr auto kind = "parallel";
#else
  constexpr auto kind = "serial";
#endif
  return fmt::format("{}.{}.{}, {}", major, minor, release, kind);
}

}  // namespace winnow::store
