#pragma once
// What the tests of walks share: a whole walk at once.

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "winnow/read/file_walk.hpp"

namespace winnow::read {

struct WholeWalk {
  std::vector<std::string> paths;    ///< sorted
  std::vector<std::string> refused;  ///< "path: reason", sorted; listed ones "list:line: path: reason"
};

inline WholeWalk walk_all(const std::vector<std::string>& patterns, const std::string& folder,
                          std::size_t at_most = 3) {
  auto walk = FileWalk::open(patterns, folder);
  EXPECT_TRUE(walk) << walk.error().text();
  WholeWalk whole;
  if (!walk) return whole;
  std::vector<FoundFile> files;
  for (bool more = true; more;) {
    files.clear();
    more = walk->next(at_most, files);
    EXPECT_LE(files.size(), at_most);
    for (const auto& file : files) whole.paths.push_back(file.path);
    for (const auto& [path, reason, listed] : walk->take_rejections()) {
      const auto place = listed.text();
      whole.refused.push_back((place.empty() ? "" : place + ": ") + path + ": " + reason);
    }
  }
  std::ranges::sort(whole.paths);
  std::ranges::sort(whole.refused);
  return whole;
}

}  // namespace winnow::read
