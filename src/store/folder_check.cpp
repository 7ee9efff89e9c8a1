#include "winnow/store/folder_check.hpp"

#include <unistd.h>

#include <cerrno>
#include <utility>

namespace winnow::store {

base::Result<void> check_folder(const std::filesystem::path& folder, std::string problem,
                                std::string advice) {
  if (::access((folder / ".").c_str(), W_OK | X_OK) == 0) return {};
  return base::fail(std::move(problem), base::system_words(errno), std::move(advice));
}

}  // namespace winnow::store
