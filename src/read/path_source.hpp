#pragma once
// Where a FileWalk's files come from: what a walk down a folder and a file of names have in common.

#include <sys/stat.h>

#include <cstdint>
#include <string>

#include "winnow/read/file_walk.hpp"

namespace winnow::read {

/// A name as it is shown, and the absolute path to look at it.
struct PathPair {
  std::string shown;
  std::string real;
};

/// What a step came upon; it is kept from step to step.
struct Sighting {
  FoundFile file;         ///< its path as shown
  std::string real_path;  ///< absolute and normalised
  std::string reason;      ///< why it was refused
  bool is_folder = false;  ///< a folder was refused
  base::Place listed;
};

enum class Step : std::uint8_t {
  found,    ///< the sighting is a file
  refused,  ///< the sighting is what was refused, and why
  passed,   ///< nothing of interest
  finished
};

class PathSource {
 public:
  virtual ~PathSource() = default;

  /// Looks at one more name.
  virtual Step step(Sighting& sighting) = 0;
};

/// Puts what the system says of the file at hand into the sighting: found if it is a regular one, else
/// refused.
[[nodiscard]] Step judge(const struct stat& status, Sighting& sighting);

}  // namespace winnow::read
