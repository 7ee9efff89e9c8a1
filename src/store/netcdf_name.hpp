#pragma once
// Names as netCDF allows them. Names come from people's files: "rate/s" is one, and a run must not fail at
// its end for it.

#include <cstddef>
#include <set>
#include <string>
#include <string_view>

namespace winnow::store {

/// What every netCDF-4 library and HDF5's paths take for a name: slashes, control characters and invalid
/// UTF-8 become "_", blanks at the end go, and a first character that is no letter, digit, "_" or beyond
/// ASCII gets "_" before it ("NetCDF Names" in the netCDF User's Guide). What is beyond `longest_name` bytes
/// goes.
[[nodiscard]] std::string netcdf_name(std::string_view name);

/// In bytes. NC_MAX_NAME of netCDF is 256, but its library reads names of that length without their end.
inline constexpr std::size_t longest_name = 255;

/// The names of one group, each of them once.
class NameSet {
 public:
  /// A name not given before: netcdf_name(name), with as many "_" behind it as it takes, in the place of its
  /// last bytes where it would be too long.
  std::string add(std::string_view name);

 private:
  std::set<std::string, std::less<>> taken_;
};

}  // namespace winnow::store
