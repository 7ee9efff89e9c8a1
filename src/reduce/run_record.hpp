#pragma once
// Rows of the table of runs as records, in the order of their paths.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "winnow/base/codec.hpp"
#include "winnow/read/field.hpp"

namespace winnow::reduce {

struct RunRecord {
  std::string_view path;
  std::uint64_t layout = 0;        ///< of its metrics
  std::string_view fields;         ///< of its name, as key_of_fields() gives them
  std::span<const double> values;  ///< of its metrics
};

/// Appends the run as a record of (path; layout, key of all fields as a text, a double for each metric).
void put_run(const RunRecord& run, base::Encoder& out);

/// All fields of a name, as one key.
[[nodiscard]] std::string key_of_fields(const std::vector<read::FieldValue>& fields);

}  // namespace winnow::reduce
