#pragma once
// Files that are named one by one: by a pattern without wildcards, or by the lines of a file of names.

#include <memory>
#include <string>
#include <utility>

#include "read/listed_names.hpp"
#include "read/path_source.hpp"

namespace winnow::read {

/// One file, looked at once.
class FixedFile final : public PathSource {
 public:
  explicit FixedFile(PathPair path) : path_(std::move(path)) {}
  Step step(Sighting& sighting) override;

 private:
  PathPair path_;
  bool is_done_ = false;
};

/// The files that a list names.
class NameList final : public PathSource {
 public:
  /// `folder`: absolute, with a slash at its end; relative names are relative to it.
  [[nodiscard]] static base::Result<std::unique_ptr<NameList>> open(const PathPair& path, std::string folder);

  Step step(Sighting& sighting) override;

 private:
  NameList(std::string shown, std::string folder) : shown_(std::move(shown)), folder_(std::move(folder)) {}
  Step refuse(Sighting& sighting) const;

  std::string shown_;
  std::string folder_;
  ListedNames names_;
};

}  // namespace winnow::read
