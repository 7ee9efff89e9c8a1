#include <fmt/format.h>
#include <unistd.h>

#include <set>

#include "store/backup_layout.hpp"
#include "store/backup_manifest.hpp"
#include "winnow/base/file.hpp"
#include "winnow/base/text.hpp"
#include "winnow/store/backup.hpp"

namespace winnow::store {

namespace fs = std::filesystem;

using Files = std::vector<BackedUpFile>;
using Paths = std::vector<fs::path>;

namespace {

/// The copy itself, or the newest in a folder of copies of one result.
base::Result<fs::path> find_copy(const fs::path& path) {
  std::error_code ignored;
  if (fs::exists(path / manifest_name, ignored)) return path;
  const auto entries = entries_of(path);
  if (!entries) return tl::unexpected(entries.error());
  std::set<std::string> results;
  fs::path newest;
  for (const auto& entry : *entries) {
    const auto name = entry.filename().string();
    const auto dot = name.rfind('.');
    if (dot == std::string::npos || !is_stamp(name.substr(dot + 1))) continue;
    results.insert(name.substr(0, dot));
    newest = entry;
  }
  if (results.empty()) {
    return base::fail(fmt::format("{} is no backup and has none in it", path.string()), "",
                      "name a copy, or the folder that the copies are in");
  }
  if (results.size() > 1) {
    const std::vector<std::string> names(results.begin(), results.end());
    return base::fail(fmt::format("{} has backups of several results", path.string()), base::enumerate(names),
                      "name one of the copies");
  }
  return newest;
}

fs::path target_of(const BackedUpFile& file, const RestoreOptions& options) {
  return (options.to.empty() ? file.folder : options.to) / file.name;
}

base::Result<void> check_before_restore(const fs::path& copy, const Files& files,
                                        const RestoreOptions& options) {
  for (const auto& file : files) {
    const auto content = content_of(copy / file.name);
    if (!content) return tl::unexpected(content.error());
    if (*content != file.content) {
      return base::fail(fmt::format("{} is damaged", (copy / file.name).string()),
                        "it is not as it was copied", "take another copy");
    }
    std::error_code ignored;
    const auto target = target_of(file, options);
    if (!options.overwrite && fs::exists(target, ignored)) {
      return base::fail(fmt::format("{} is there already", target.string()), "",
                        "move it away, name another folder with --to, or use --overwrite");
    }
  }
  return {};
}

base::Result<void> put_back(const fs::path& from, const fs::path& target, const Content& content) {
  if (auto made = make_folder(target.parent_path()); !made) return made;
  const auto temporary = base::temporary_beside(target);
  const auto copied = copy_content(from, temporary);
  if (copied && *copied == content) return base::put_in_place(temporary, target);
  ::unlink(temporary.c_str());
  if (!copied) return tl::unexpected(copied.error());
  return base::fail(fmt::format("{} has changed while it was copied", from.string()));
}

}  // namespace

base::Result<Paths> restore(const fs::path& path, const RestoreOptions& options) {
  const auto copy = find_copy(path);
  if (!copy) return tl::unexpected(copy.error());
  const auto files = read_manifest(*copy);
  if (!files) return tl::unexpected(files.error());
  if (auto checked = check_before_restore(*copy, *files, options); !checked) {
    return tl::unexpected(std::move(checked).error());
  }
  Paths restored;
  for (const auto& file : *files) {
    const auto target = target_of(file, options);
    if (auto put = put_back(*copy / file.name, target, file.content); !put) {
      return tl::unexpected(std::move(put).error());
    }
    restored.push_back(target);
  }
  return restored;
}

}  // namespace winnow::store
