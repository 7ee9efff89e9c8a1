#include "read/path_source.hpp"

#include "read/reasons.hpp"

namespace winnow::read {

Step judge(const struct stat& status, Sighting& sighting) {
  sighting.is_folder = false;
  if (!S_ISREG(status.st_mode)) {
    sighting.reason = not_regular;
    return Step::refused;
  }
  sighting.file.size = {static_cast<std::uint64_t>(status.st_size)};
  sighting.file.modified = std::int64_t{status.st_mtim.tv_sec} * 1'000'000'000 + status.st_mtim.tv_nsec;
  return Step::found;
}

}  // namespace winnow::read
