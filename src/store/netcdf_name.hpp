#pragma once
// Names as netCDF allows them. Names come from people's files: "rate/s" is one, and a run must not fail at
// its end for it.

#include <set>
#include <string>
#include <string_view>

namespace winnow::store {

/// What every netCDF-4 library and HDF5's paths take for a name: slashes, control characters and invalid
/// UTF-8 become "_", blanks at the end go, and a first character that is no letter, digit, "_" or beyond
/// ASCII gets "_" before it ("NetCDF Names" in the netCDF User's Guide).
[[nodiscard]] std::string netcdf_name(std::string_view name);

/// The names of one group, each of them once.
class NameSet {
 public:
  /// A name not given before: netcdf_name(name), with as many "_" behind it as it takes.
  std::string add(std::string_view name);

 private:
  std::set<std::string, std::less<>> taken_;
};

}  // namespace winnow::store
