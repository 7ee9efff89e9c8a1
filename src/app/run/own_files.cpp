#include "app/run/own_files.hpp"

#include <fmt/format.h>

#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "app/watch/learning.hpp"
#include "winnow/base/error.hpp"

namespace winnow::app {
namespace {

namespace fs = std::filesystem;

struct OwnFile {
  std::string name;  ///< of the key or option
  fs::path path;
  base::Place place = {};
};

std::vector<OwnFile> files_of(const study::Study& study, const fs::path& output, const fs::path& trace) {
  std::vector<OwnFile> files;
  if (!study.file().empty()) files.push_back({"the study", study.file()});
  files.push_back({"--output", output});
  if (!trace.empty()) files.push_back({"--trace", trace});
  const auto add = [&](const std::string& key, const fs::path& path) {
    files.push_back({key, study.folder() / path, study.place_of(key)});
  };
  const auto& watch = study.watch();
  if (watch.log.has_value()) add("watch.log", watch.log.value());
  if (watch.textfile.has_value()) add("watch.textfile", watch.textfile.value());
  if (const auto learned = learned_file(study)) add("resources.learned", learned->path());
  return files;
}

/// Under whichever names, by links or not, there already or not.
bool are_same(const fs::path& one, const fs::path& other) {
  std::error_code unknown;
  if (fs::equivalent(one, other, unknown)) return true;
  const auto real = fs::weakly_canonical(fs::absolute(one), unknown);
  return !unknown && real == fs::weakly_canonical(fs::absolute(other), unknown) && !unknown;
}

}  // namespace

void refuse_shared_files(const study::Study& study, const fs::path& output, const fs::path& trace) {
  const auto files = files_of(study, output, trace);
  for (auto one = files.begin(); one != files.end(); ++one) {
    for (auto other = files.begin(); other != one; ++other) {
      if (!are_same(other->path, one->path)) continue;
      throw base::Failure({fmt::format("{} and {} are the same file", other->name, one->name),
                           other->path.string(), fmt::format("name another with {}", one->name), one->place});
    }
  }
}

}  // namespace winnow::app
