#include "program/working_folder.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <climits>
#include <string>
#include <utility>

#include "winnow/base/file.hpp"

namespace winnow::program {
namespace {

namespace fs = std::filesystem;

constexpr auto home_name = "winnow-work";

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

void remove_whole(const fs::path& folder) {
  std::error_code failed;
  fs::remove_all(folder, failed);
  if (!failed) return;
  let_owner_write(folder);
  fs::remove_all(folder, failed);
}

}  // namespace

WorkingFolder::WorkingFolder(WorkingFolders& origin, fs::path path)
    : origin_(&origin), path_(std::move(path)) {
  ::lstat(path_.c_str(), &made_);
}

WorkingFolder::WorkingFolder(WorkingFolder&& other) noexcept
    : origin_(other.origin_),
      path_(std::exchange(other.path_, {})),
      made_(other.made_),
      is_free_(other.is_free_) {
}

bool WorkingFolder::restore() const {
  struct stat now {};
  if (::lstat(path_.c_str(), &now) != 0) return false;
  if (now.st_dev != made_.st_dev || now.st_ino != made_.st_ino || now.st_mode != made_.st_mode) return false;
  std::error_code failed;
  fs::directory_iterator entry(path_, failed);
  for (; !failed && entry != fs::directory_iterator(); entry.increment(failed)) {
    fs::remove_all(entry->path(), failed);
  }
  return !failed;
}

WorkingFolder::~WorkingFolder() {
  if (path_.empty()) return;
  if (is_free_ && restore()) {
    origin_->give_back(std::move(path_));
  } else {
    remove_whole(path_);
  }
}

fs::path WorkingFolder::keep(std::string_view label) {
  const auto name = fmt::format("{}-{}-{}-{}", label, host(), ::getpid(), path_.filename().string());
  auto kept = origin_->parent_ / name;
  auto own = std::exchange(path_, {});
  return ::rename(own.c_str(), kept.c_str()) == 0 ? kept : own;
}

WorkingFolders::WorkingFolders(fs::path parent)
    : parent_(std::move(parent)), home_(base::temporary_beside(parent_ / home_name)) {
}

WorkingFolders::~WorkingFolders() {
  for (const auto& path : unused_) remove_whole(path);
  ::rmdir(home_.c_str());  // unless others are there
}

base::Result<WorkingFolder> WorkingFolders::take() {
  auto path = take_back();
  if (!path.empty()) return WorkingFolder(*this, std::move(path));
  auto made = make();
  if (!made) return tl::unexpected(std::move(made).error());
  return WorkingFolder(*this, *std::move(made));
}

void WorkingFolders::give_back(fs::path path) {
  const std::scoped_lock lock(mutex_);
  unused_.push_back(std::move(path));
}

fs::path WorkingFolders::take_back() {
  const std::scoped_lock lock(mutex_);
  if (unused_.empty()) return {};
  auto path = std::move(unused_.back());
  unused_.pop_back();
  return path;
}

/// 0, or why there is none.
int WorkingFolders::make_home() {
  if (made_ == 0) base::remove_leftovers_beside(parent_ / home_name);
  const bool is_there = ::mkdir(home_.c_str(), 0777) == 0 || errno == EEXIST;
  return is_there ? 0 : errno;
}

/// That a number is another's, who has the same home, is told by mkdir, in which one alone succeeds.
base::Result<fs::path> WorkingFolders::make() {
  const std::scoped_lock lock(mutex_);
  const int no_home = make_home();
  for (;;) {
    auto path = home_ / std::to_string(++made_);
    if (::mkdir(path.c_str(), 0777) == 0) return path;
    if (errno != EEXIST) {
      const int why = no_home != 0 ? no_home : errno;
      return base::fail(fmt::format("cannot make the working directory {}", path.string()),
                        base::system_words(why));
    }
  }
}

}  // namespace winnow::program
