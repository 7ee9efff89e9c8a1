#include "store/short_path.hpp"

#include <fcntl.h>
#include <fmt/format.h>

#include <cstddef>

namespace winnow::store {
namespace {

constexpr std::size_t longest = 200;

}  // namespace

ShortPath::ShortPath(const std::filesystem::path& path) : path_(path.string()) {
  if (path_.size() <= longest || !path.has_parent_path()) return;
  folder_ = base::Descriptor(::open(path.parent_path().c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  if (folder_.is_open()) path_ = fmt::format("/proc/self/fd/{}/{}", folder_.get(), path.filename().string());
}

}  // namespace winnow::store
