#include "read/folder_walk.hpp"

#include <fcntl.h>

#include <algorithm>
#include <cerrno>
#include <string_view>
#include <utility>

#include "read/reasons.hpp"

namespace winnow::read {

FolderWalk::FolderWalk(const PathPattern& pattern, PathPair base, Look look)
    : pattern_(pattern), base_(std::move(base)), look_(look) {
}

Step FolderWalk::step(Sighting& sighting) {
  if (!std::exchange(has_begun_, true)) return begin(sighting);
  if (levels_.empty()) return finish(sighting);
  path_.resize(levels_.back().path_size);
  errno = 0;
  const auto name = next_name();
  if (name.text != nullptr) return look(name, sighting);
  const int error_number = errno;
  levels_.pop_back();
  return error_number == 0 ? Step::passed : refuse(unreadable(error_number), true, sighting);
}

Step FolderWalk::begin(Sighting& sighting) {
  return descend(AT_FDCWD, base_.real.c_str(), pattern_.start(), sighting);
}

/// A pattern that takes folders alone is most likely meant for the files in them.
Step FolderWalk::finish(Sighting& sighting) {
  if (met_match_ || matching_folder_.empty()) return Step::finished;
  path_ = std::exchange(matching_folder_, {});
  return refuse("a folder, not a file", false, sighting);
}

FolderWalk::Name FolderWalk::next_name() {
  auto& level = levels_.back();
  if (!level.listing) {
    const auto* name = std::exchange(level.only_name, nullptr);
    return {name != nullptr ? name->c_str() : nullptr, DT_UNKNOWN};
  }
  const auto* entry = ::readdir(level.listing.get());
  return entry != nullptr ? Name{entry->d_name, entry->d_type} : Name{nullptr, DT_UNKNOWN};
}

Step FolderWalk::look(const Name& name, Sighting& sighting) {
  const std::string_view text = name.text;
  if (text == "." || text == "..") return Step::passed;
  const auto states = levels_.back().states;
  const bool taken = name.type != DT_DIR && pattern_.takes(states, text);
  const auto inside = name.type != DT_REG ? pattern_.enter(states, text) : 0;
  if (name.type == DT_DIR && inside == 0) {
    if (matching_folder_.empty() && pattern_.takes(states, text)) matching_folder_ = path_ + name.text;
    return Step::passed;
  }
  if (!taken && inside == 0) return Step::passed;
  path_ += text;
  if (name.type == DT_DIR) return descend(levels_.back().descriptor(), name.text, inside, sighting);
  if (name.type != DT_REG || look_ != Look::at_names) return look_closer(name.text, inside, taken, sighting);
  met_match_ = true;
  place(sighting);
  return Step::found;
}

/// At a name that matches as a file, or that may be a folder to enter.
Step FolderWalk::look_closer(const char* name, PathPattern::States inside, bool taken, Sighting& sighting) {
  const auto& level = levels_.back();
  struct stat status {};
  if (::fstatat(level.descriptor(), name, &status, 0) != 0) {
    const bool only_tried = errno == ENOENT && !level.listing;
    return taken && !only_tried ? refuse(unreadable(errno), false, sighting) : Step::passed;
  }
  if (S_ISDIR(status.st_mode)) {
    if (inside != 0) return descend(level.descriptor(), name, inside, sighting);
    if (matching_folder_.empty()) matching_folder_ = path_;
    return Step::passed;
  }
  if (!taken) return Step::passed;
  met_match_ = true;
  place(sighting);
  return judge(status, sighting);
}

Step FolderWalk::descend(int parent, const char* name, PathPattern::States states, Sighting& sighting) {
  const auto* only_name = pattern_.only_name(states);
  const int access = only_name != nullptr ? O_PATH : O_RDONLY | O_NONBLOCK;
  base::Descriptor folder(::openat(parent, name, access | O_DIRECTORY | O_CLOEXEC));
  struct stat status {};
  if (!folder.is_open() || ::fstat(folder.get(), &status) != 0)
    return refuse(unreadable(errno), true, sighting);
  const auto stands_in = [&](const Level& level) {
    return level.device == status.st_dev && level.inode == status.st_ino;
  };
  if (std::ranges::any_of(levels_, stands_in)) return Step::passed;
  if (!path_.empty()) path_ += '/';
  Level level{states, path_.size(), status.st_dev, status.st_ino, {}, {}, only_name};
  if (only_name != nullptr) {
    level.handle = std::move(folder);
  } else {
    level.listing.reset(::fdopendir(folder.get()));
    if (!level.listing) return refuse(unreadable(errno), true, sighting);
    folder.release();
  }
  levels_.push_back(std::move(level));
  return Step::passed;
}

Step FolderWalk::refuse(std::string reason, bool is_folder, Sighting& sighting) {
  met_match_ = met_match_ || !is_folder;
  place(sighting);
  sighting.reason = std::move(reason);
  sighting.is_folder = is_folder;
  return Step::refused;
}

void FolderWalk::place(Sighting& sighting) const {
  sighting.file.path.assign(base_.shown).append(path_);
  sighting.file.state.reset();
  sighting.real_path.assign(base_.real).append(path_);
  sighting.listed = {};
}

}  // namespace winnow::read
