#include "winnow/store/result_target.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <cstddef>

#include "store/hdf5.hpp"

namespace winnow::store {
namespace {

herr_t go_on(hid_t, const char*, const H5O_info_t*, void*) {
  return 0;
}

/// An HDF5 file that opens, and all objects in it. A cut or partly overwritten one does not.
bool is_intact(const std::filesystem::path& path) {
  const QuietErrors quiet;
  try {
    const Handle file(H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT));
    check(H5Ovisit2(file, H5_INDEX_NAME, H5_ITER_NATIVE, go_on, nullptr, H5O_INFO_BASIC));
    return true;
  } catch (const Hdf5Failure&) {
    return false;
  }
}

/// Backups of a result and its checkpoint have names of their own: ".city.h5.checkpoint",
/// "city.h5.20260131T120000Z".
constexpr std::size_t longest_addition = 20;

base::Result<void> check_length(const std::filesystem::path& name, const std::filesystem::path& folder) {
  const auto longest = ::pathconf(folder.c_str(), _PC_NAME_MAX);
  const auto most = (longest > 0 ? static_cast<std::size_t>(longest) : NAME_MAX) - longest_addition;
  const auto length = name.string().size();
  if (length <= most) return {};
  return base::fail(fmt::format("the result's name of {} bytes is too long", length),
                    fmt::format("{} may have {}", folder.string(), most), "name another file with --output");
}

base::Result<void> check_existing(const std::filesystem::path& path, bool overwrite) {
  if (!overwrite) {
    return base::fail(fmt::format("{} exists", path.string()), "a result is never overwritten unasked",
                      "add --overwrite, or name another file with --output");
  }
  if (::access(path.c_str(), R_OK) != 0) {
    return base::fail(fmt::format("cannot read {}", path.string()), base::system_words(errno),
                      "its other groups would be lost: name another file with --output");
  }
  if (!is_intact(path)) {
    return base::fail(fmt::format("{} is no intact result file", path.string()), "HDF5 cannot open it",
                      "remove it, or name another file with --output");
  }
  return {};
}

}  // namespace

base::Result<void> check_target(const std::filesystem::path& path, bool overwrite) {
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (std::filesystem::is_directory(status)) {
    return base::fail(fmt::format("{} is a folder", path.string()), "", "name a file in it with --output");
  }
  const auto folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
  if (!std::filesystem::is_directory(folder, error)) {
    return base::fail(fmt::format("cannot write {}", path.string()),
                      fmt::format("there is no folder {}", folder.string()),
                      "make it, or name another with --output");
  }
  if (::access(folder.c_str(), W_OK | X_OK) != 0) {
    return base::fail(fmt::format("cannot write {}", path.string()),
                      fmt::format("{}: {}", folder.string(), base::system_words(errno)),
                      "name a file in a folder of your own with --output");
  }
  if (auto fits = check_length(path.filename(), folder); !fits) return fits;
  if (std::filesystem::exists(status)) return check_existing(path, overwrite);
  return {};
}

}  // namespace winnow::store
