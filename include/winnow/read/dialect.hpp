#pragma once
// How the files of a study are written, as far as the files do not say it themselves.

#include <string>
#include <vector>

#include "winnow/base/error.hpp"
#include "winnow/base/units.hpp"

namespace winnow::read {

struct Dialect {
  std::string format = "auto";  ///< a name of formats(), or "auto": decided by looking at each file's start
  std::string delimiter = "auto";    ///< of csv: one byte, or "auto": that of , ; tab | which fits
  std::vector<std::string> names{};  ///< of the columns of csv and table, in files that have no header

  /// Words that stand for a missing value, as nothing and NaN (in any case) do: "NA", "-".
  std::vector<std::string> missing{};

  /// The longest quoted field. A longer one is taken for a quote that was opened by mistake. A record is at
  /// most `longest_record()`.
  base::Bytes max_field = base::kibibytes(64);

  [[nodiscard]] base::Bytes longest_record() const { return max_field * 4; }
};

/// Fails on a format that does not exist, naming the nearest; on a delimiter that is not one byte, or a
/// quote, a letter, a digit, or of use in numbers or at ends of lines; on names that are empty or repeated;
/// on max_field outside 1 B … 16 MiB.
[[nodiscard]] base::Result<void> check(const Dialect& dialect);

}  // namespace winnow::read
