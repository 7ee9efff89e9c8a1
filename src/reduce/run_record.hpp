#pragma once
// Rows of the table of runs as records, in the order of their paths.

#include <cstdint>
#include <span>
#include <string_view>

#include "winnow/base/codec.hpp"

namespace winnow::reduce {

struct RunRecord {
  std::string_view path;           ///< of its first file
  std::uint64_t files = 1;         ///< that it is of
  std::uint64_t layout = 0;        ///< of its metrics
  std::string_view fields;         ///< as Scheme::run_fields_key() gives them
  std::span<const double> values;  ///< of its metrics
};

/// Appends the run as a record of (path; layout, files, fields as a text, a double for each metric).
void put_run(const RunRecord& run, base::Encoder& out);

}  // namespace winnow::reduce
