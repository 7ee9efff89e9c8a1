#pragma once
// The files that one pattern takes, folder by folder.

#include <dirent.h>
#include <sys/stat.h>

#include <memory>
#include <string>
#include <vector>

#include "read/path_pattern.hpp"
#include "read/path_source.hpp"
#include "winnow/base/descriptor.hpp"

namespace winnow::read {

/// Holds one open folder for each level that it stands in. Where only one name can match, it looks at that
/// name and does not list the folder.
class FolderWalk final : public PathSource {
 public:
  /// `base`: the pattern's. The pattern must outlive the walk.
  FolderWalk(const PathPattern& pattern, PathPair base, Look look);

  Step step(Sighting& sighting) override;

 private:
  struct CloseListing {
    void operator()(DIR* listing) const { ::closedir(listing); }
  };
  /// A folder that the walk stands in.
  struct Level {
    PathPattern::States states;
    std::size_t path_size;  ///< of `path_` in this folder
    dev_t device;
    ino_t inode;
    base::Descriptor handle;  ///< where one name is looked at; else the listing has its own
    std::unique_ptr<DIR, CloseListing> listing;
    const std::string* only_name;  ///< to be looked at; null when that was done, and in a listing

    [[nodiscard]] int descriptor() const { return listing ? ::dirfd(listing.get()) : handle.get(); }
  };
  struct Name {
    const char* text;  ///< null: no more
    unsigned char type;
  };

  Step begin(Sighting& sighting);
  Step finish(Sighting& sighting);
  Name next_name();
  Step look(const Name& name, Sighting& sighting);
  Step look_closer(const char* name, PathPattern::States inside, bool taken, Sighting& sighting);
  Step descend(int parent, const char* name, PathPattern::States states, Sighting& sighting);
  Step refuse(std::string reason, bool is_folder, Sighting& sighting);
  void place(Sighting& sighting) const;

  const PathPattern& pattern_;
  PathPair base_;
  Look look_;
  std::string path_;  ///< of what is looked at, below the base
  std::vector<Level> levels_;
  bool has_begun_ = false;
  bool met_match_ = false;
  std::string matching_folder_;  ///< the first folder whose name the pattern takes as a file's
};

}  // namespace winnow::read
