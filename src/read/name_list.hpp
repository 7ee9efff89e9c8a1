#pragma once
// Files that are named one by one: by a pattern without wildcards, or by the lines of a file of names.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "read/input_window.hpp"
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

/// The paths in a file, one a line, read block by block. Blank lines are passed; a carriage return at a
/// line's end is no part of the name.
class NameList final : public PathSource {
 public:
  /// `folder`: absolute, with a slash at its end; relative names are relative to it.
  [[nodiscard]] static base::Result<std::unique_ptr<NameList>> open(const PathPair& path, std::string folder);

  Step step(Sighting& sighting) override;

 private:
  NameList(std::string shown, std::string folder) : shown_(std::move(shown)), folder_(std::move(folder)) {}
  Step read_on(Sighting& sighting);
  Step skip_overlong(Sighting& sighting);
  Step refuse(std::string reason, std::string path, Sighting& sighting);

  std::string shown_;
  std::string folder_;
  InputWindow window_;
  std::string_view rest_;  ///< whole lines in hand, not yet given
  std::uint64_t line_ = 0;
  bool is_over_ = false;
};

}  // namespace winnow::read
