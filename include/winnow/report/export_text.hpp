#pragma once
// One small text file a group: "key: value" lines, as tools of the field read and write them.

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "winnow/base/error.hpp"
#include "winnow/store/result_file.hpp"

namespace winnow::report {

struct TextExport {
  std::string name;                    ///< of the files: "{report}_{router}_{ttl}_ttl_average.txt"
  std::filesystem::path folder = ".";  ///< where they go; must exist
  std::string group;                   ///< the table; empty: the one whose coordinates the name uses
  std::string statistic = "mean";
  std::string format = "%.4f";       ///< of a value, as in printf: one conversion of a, e, f or g
  std::vector<std::string> metrics;  ///< shell patterns, "!" before one excludes; empty: all
};

/// Writes a file for each row of the table: its metrics as "key: value" lines sorted by key, NaN as "nan".
/// Braces in the name take a coordinate of the row or a field common to all input files (an attribute
/// "field_<name>" of the table's group); every coordinate must be used, so that no two rows share a file.
/// Existing files are replaced. Gives the number of files. Fails, before anything is written, on a name,
/// statistic, format or pattern that fits nothing, on rows that would share a file, and where several tables
/// fit.
[[nodiscard]] base::Result<std::uint64_t> export_text(const store::ResultFile& file,
                                                      const TextExport& options);

}  // namespace winnow::report
