#include "reduce/probe.hpp"

#include <vector>

#include "winnow/read/file_walk.hpp"
#include "winnow/read/reader.hpp"

namespace winnow::reduce {
namespace {

/// Not many steps are taken for them: among names of which most are no files, some thousand are looked at.
base::Result<std::vector<read::FoundFile>> first_files(const Config& config, std::size_t at_most) {
  constexpr int most_steps = 64;
  auto walk = read::FileWalk::open(config.files, config.folder);
  if (!walk) return tl::make_unexpected(walk.error());
  std::vector<read::FoundFile> files;
  bool more = true;
  for (int step = 0; more && step < most_steps && files.size() < at_most; ++step) {
    more = walk->next(at_most - files.size(), files);
    static_cast<void>(walk->take_rejections());
  }
  return files;
}

}  // namespace

base::Result<std::set<std::string>> columns_of_first_files(const Scheme& scheme, std::size_t at_most) {
  const auto files = first_files(scheme.config, at_most);
  if (!files) return tl::make_unexpected(files.error());
  read::ColumnNames columns;
  const auto reader = base::value_or_throw(read::make_reader(scheme.config.dialect, columns));
  read::Batch batch;
  read::Piece piece;
  for (const auto& file : *files) {
    scheme.locate(file.path, piece.path);
    if (reader->open(piece)) static_cast<void>(reader->next(batch));
  }
  std::set<std::string> names;
  for (read::ColumnNames::Id id = 0; id < columns.size(); ++id) names.insert(columns.name_of(id));
  return names;
}

}  // namespace winnow::reduce
