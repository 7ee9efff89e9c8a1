#include "winnow/store/checkpoint_folder.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace winnow::store {
namespace {

constexpr std::string_view suffix = ".journal";

}  // namespace

CheckpointFolder CheckpointFolder::of_result(const std::filesystem::path& result,
                                             const std::filesystem::path& parent) {
  const auto folder = parent.empty() ? std::filesystem::absolute(result).parent_path() : parent;
  return CheckpointFolder(folder / fmt::format(".{}.checkpoint", result.filename().string()));
}

std::filesystem::path CheckpointFolder::journal(std::uint64_t run, std::int32_t rank) const {
  return path_ / fmt::format("{:016x}-{}{}", run, rank, suffix);
}

base::Result<std::vector<std::filesystem::path>> CheckpointFolder::journals() const {
  std::vector<std::filesystem::path> found;
  std::error_code error;
  const std::filesystem::directory_iterator end;
  for (std::filesystem::directory_iterator entry(path_, error); !error && entry != end;
       entry.increment(error)) {
    if (entry->path().extension() == suffix) found.push_back(entry->path());
  }
  if (error == std::errc::no_such_file_or_directory) return found;
  if (error) return base::fail(fmt::format("cannot read {}", path_.string()), error.message());
  std::ranges::sort(found);
  return found;
}

base::Result<void> CheckpointFolder::remove() const {
  const auto found = journals();
  if (!found) return tl::unexpected(found.error());
  for (const auto& journal : *found) {
    if (::unlink(journal.c_str()) != 0 && errno != ENOENT) {
      return base::fail(fmt::format("cannot remove {}", journal.string()), base::system_words(errno));
    }
  }
  ::rmdir(path_.c_str());  // in vain if somebody has put something else into it
  return {};
}

}  // namespace winnow::store
