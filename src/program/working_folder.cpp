#include "program/working_folder.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <climits>
#include <cstdint>
#include <utility>

namespace winnow::program {
namespace {

namespace fs = std::filesystem;

std::string host() {
  std::array<char, HOST_NAME_MAX + 1> name{};
  ::gethostname(name.data(), name.size() - 1);
  return name.data();
}

/// Programs may leave folders that even their owner cannot write into.
void let_owner_write(const fs::path& folder) {
  std::error_code unreadable;
  fs::permissions(folder, fs::perms::owner_all, fs::perm_options::add, unreadable);
  const fs::directory_iterator end;
  for (fs::directory_iterator entry(folder, unreadable); !unreadable && entry != end;
       entry.increment(unreadable)) {
    if (entry->is_directory(unreadable) && !entry->is_symlink(unreadable)) let_owner_write(entry->path());
  }
}

}  // namespace

/// Host and process number may be those of another container that shares the folder: then mkdir, which one
/// alone succeeds in, says that the name is taken.
base::Result<WorkingFolder> WorkingFolder::make(const fs::path& parent, std::string_view label) {
  static std::atomic<std::uint64_t> made{0};
  for (;;) {
    const auto path = parent / fmt::format("{}-{}-{}-{}", label, host(), ::getpid(), ++made);
    if (::mkdir(path.c_str(), 0777) == 0) return WorkingFolder(path);
    if (errno != EEXIST) {
      return base::fail(fmt::format("cannot make the working directory {}", path.string()),
                        base::system_words(errno));
    }
  }
}

WorkingFolder::~WorkingFolder() {
  if (path_.empty() || ::rmdir(path_.c_str()) == 0) return;
  std::error_code failed;
  fs::remove_all(path_, failed);
  if (!failed) return;
  let_owner_write(path_);
  fs::remove_all(path_, failed);
}

fs::path WorkingFolder::keep() {
  return std::exchange(path_, {});
}

}  // namespace winnow::program
