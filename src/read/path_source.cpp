#include "read/path_source.hpp"

#include "read/file_status.hpp"
#include "read/reasons.hpp"

namespace winnow::read {

Step judge(const struct stat& status, Sighting& sighting) {
  sighting.is_folder = false;
  if (!S_ISREG(status.st_mode)) {
    sighting.reason = not_regular;
    return Step::refused;
  }
  sighting.file.state = state_in(status);
  return Step::found;
}

}  // namespace winnow::read
