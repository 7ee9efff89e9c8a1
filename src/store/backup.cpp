#include "winnow/store/backup.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "store/backup_layout.hpp"
#include "store/backup_manifest.hpp"
#include "winnow/base/descriptor.hpp"
#include "winnow/base/file.hpp"
#include "winnow/base/text.hpp"
#include "winnow/store/folder_check.hpp"

namespace winnow::store {
namespace {

namespace fs = std::filesystem;

using Files = std::vector<BackedUpFile>;
using Paths = std::vector<fs::path>;

constexpr std::string_view partial_suffix = ".part";

/// The files of the sources, without their contents.
base::Result<Files> files_of(const Paths& sources) {
  Files files;
  for (const auto& source : sources) {
    const auto path = fs::absolute(source).lexically_normal();
    std::error_code ignored;
    if (fs::is_regular_file(path, ignored)) files.push_back({path.parent_path(), path.filename(), {}});
    if (!fs::is_directory(path, ignored)) continue;
    const auto entries = entries_of(path);
    if (!entries) return tl::unexpected(entries.error());
    for (const auto& entry : *entries) {
      if (!fs::is_regular_file(entry, ignored)) continue;
      files.push_back({path.parent_path(), path.filename() / entry.filename(), {}});
    }
  }
  return files;
}

/// Makes the names in it durable; a file system that cannot makes them so at its own pace.
void sync_folder(const fs::path& folder) {
  const base::Descriptor descriptor(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (descriptor.is_open()) ::fsync(descriptor.get());
}

/// Copies each into `folder` and notes its content. A file that is gone meanwhile, as a journal is when the
/// result stands, is left out.
base::Result<Files> copy_all(const Files& files, const fs::path& folder) {
  Files copied;
  for (auto file : files) {
    const auto from = file.folder / file.name;
    const auto to = folder / file.name;
    if (auto made = make_folder(to.parent_path()); !made) return tl::unexpected(std::move(made).error());
    auto content = copy_content(from, to);
    std::error_code ignored;
    if (!content && !fs::exists(from, ignored)) {
      fs::remove(to, ignored);
      continue;
    }
    if (!content) return tl::unexpected(std::move(content).error());
    file.content = *std::move(content);
    copied.push_back(std::move(file));
    sync_folder(to.parent_path());
  }
  return copied;
}

/// Fails if a path has what a manifest cannot hold.
base::Result<void> check_names(const Files& files) {
  for (const auto& file : files) {
    const auto path = (file.folder / file.name).string();
    if (path.find_first_of("\t\n") == std::string::npos) continue;
    return base::fail(fmt::format("cannot back up {}", base::printable(path)),
                      "a tab or a line break is in its path", "rename it");
  }
  return {};
}

/// Makes the copy in `partial`, and gives it its name when it is whole.
base::Result<void> make_copy(const Files& files, const fs::path& partial, const fs::path& copy) {
  if (auto made = make_folder(partial); !made) return made;
  const auto copied = copy_all(files, partial);
  if (!copied) return tl::unexpected(copied.error());
  if (auto written = base::write_atomically(partial / manifest_name, manifest_text(*copied)); !written) {
    return written;
  }
  std::error_code ignored;
  fs::remove_all(copy, ignored);  // one of the same second
  return base::put_in_place(partial, copy);
}

}  // namespace

base::Result<void> BackupFolder::prepare() const {
  constexpr auto advice = "name a folder of your own";
  auto made = make_folder(folder_);
  if (!made) {
    made.error().advice = advice;
    return made;
  }
  return check_folder(folder_, fmt::format("cannot put copies into {}", folder_.string()), advice);
}

base::Result<std::optional<fs::path>> BackupFolder::take(const Paths& sources, std::string_view utc) const {
  const auto files = files_of(sources);
  if (!files) return tl::unexpected(files.error());
  if (files->empty()) return std::nullopt;
  if (auto checked = check_names(*files); !checked) return tl::unexpected(std::move(checked).error());
  const auto copy = folder_ / fmt::format("{}.{}", name_, stamp_of(utc));
  const auto partial = folder_ / fmt::format(".{}{}", name_, partial_suffix);
  std::error_code ignored;
  fs::remove_all(partial, ignored);
  auto made = make_copy(*files, partial, copy);
  if (made) return copy;
  fs::remove_all(partial, ignored);  // what it holds of a full disk others need
  return tl::unexpected(std::move(made).error());
}

base::Result<Paths> BackupFolder::copies() const {
  auto entries = entries_of(folder_);
  if (!entries) return entries;
  std::erase_if(*entries, [&](const fs::path& entry) {
    const auto name = entry.filename().string();
    return !name.starts_with(name_ + ".") || !is_stamp(std::string_view(name).substr(name_.size() + 1));
  });
  return entries;
}

base::Result<void> BackupFolder::rotate(std::uint32_t keep) const {
  const auto all = copies();
  if (!all) return tl::unexpected(all.error());
  for (std::size_t i = 0; i + keep < all->size(); ++i) {
    std::error_code error;
    fs::remove_all((*all)[i], error);
    if (error) return base::fail(fmt::format("cannot remove {}", (*all)[i].string()), error.message());
  }
  return {};
}

}  // namespace winnow::store
