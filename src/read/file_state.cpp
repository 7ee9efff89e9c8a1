#include "winnow/read/file_state.hpp"

#include "read/file_status.hpp"

namespace winnow::read {

FileState state_in(const struct stat& status) {
  return {base::Bytes{static_cast<std::uint64_t>(status.st_size)},
          std::int64_t{status.st_mtim.tv_sec} * 1'000'000'000 + status.st_mtim.tv_nsec};
}

std::optional<FileState> state_of(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return std::nullopt;
  return state_in(status);
}

}  // namespace winnow::read
