#pragma once
// [reduce]: report files to statistics of groups of runs.

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "winnow/base/units.hpp"
#include "winnow/study/interval.hpp"
#include "winnow/study/share.hpp"

namespace winnow::study {

/// The initial values are the built-in defaults; `files` has none.
struct Reduce {
  std::vector<std::string> files;  ///< patterns, relative to the study's folder; "@names.txt" lists files
  std::string format = "auto";
  std::string delimiter = "auto";               ///< of csv: one byte
  std::vector<std::string> columns;             ///< names of columns, in files without a header
  std::vector<std::string> missing;             ///< words for missing values
  base::Bytes max_field = base::kibibytes(64);  ///< longest quoted field
  std::string name = "{*}";                     ///< pattern of file names, whose fields are the groups' keys
  std::vector<std::vector<std::string>> group_by = {
      {}};                                    ///< an inner list of no fields: one group of everything
  std::vector<std::string> run_by;            ///< fields of the name that tell runs apart; none: paths do
  std::vector<std::string> metrics = {"*"};   ///< globs; "!glob" leaves out, of all if there are only such
  std::string where;                          ///< an expression; rows for which it holds count; empty: all
  std::map<std::string, std::string> derive;  ///< expressions by the names of the metrics that they give
  std::vector<std::string> statistics = {"count", "missing", "mean", "std", "sem", "ci95", "min", "max"};
  std::uint32_t histogram_bins = 20;
  std::map<std::string, Interval> histogram_ranges;  ///< by metric or glob
  Share max_rejected{0.01};  ///< of the records, in the study's result; above it the exit status says so
  std::string on_error = "reject";  ///< or "stop", at the first rejection
  std::string unit = "row";         ///< of replication: "row" or "run"
  bool runs = true;                 ///< keep the table of runs

  bool operator==(const Reduce&) const = default;
};

}  // namespace winnow::study
