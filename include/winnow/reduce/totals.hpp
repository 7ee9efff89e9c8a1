#pragma once
// The account of a reduction: what was found, what was taken, what was not and why.

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "winnow/read/batch.hpp"
#include "winnow/reduce/inputs.hpp"

namespace winnow::reduce {

/// Something that was not taken: a line of a file, a file, or a path that is no file.
struct Rejected {
  std::string path;
  read::Position position;  ///< line 0: the file as a whole
  std::string reason;       ///< a short fixed phrase
  std::string text;         ///< the offending text, or more about the reason; may be empty

  /// "path:line", or the path alone for a file as a whole; "path, byte 512" where the line is not known.
  [[nodiscard]] std::string place() const;
};

/// The rejections of one reason.
struct ReasonCount {
  std::string reason;
  std::uint64_t count = 0;
  Rejected first;  ///< by (path, byte)
};

/// A pattern of Config::metrics that no column's name matched, or a name in an expression that no column has.
struct UnseenMetric {
  std::string pattern;
  std::vector<std::string> near;       ///< names of columns that it may have meant
  std::string key = "reduce.metrics";  ///< where it stands, as studies write it
};

/// A column that was left out of files because it is text there.
struct TextColumn {
  std::uint64_t files = 0;
  std::string first;  ///< the first of them, by path

  void add(const TextColumn& other);
};

struct Totals {
  Inputs inputs;                                 ///< what the walk found
  std::uint64_t files_accepted = 0;              ///< gave at least one value
  std::uint64_t files_rejected = 0;              ///< the others, and what the walk could not take
  std::uint64_t rows_filtered = 0;               ///< read, but taken out by Config::where
  std::uint64_t files_of_rows = 0;               ///< of those accepted, gave more than one row
  std::uint64_t runs_pooled = 0;                 ///< of several files, with several values of a metric
  std::map<std::string, std::uint64_t> formats;  ///< files by what they were read as
  std::map<std::string, TextColumn, std::less<>> text_columns;  ///< by name
  read::Tally tally;  ///< lines and bytes; a file that was not read counts its size as rejected
  std::vector<ReasonCount> reasons;  ///< most frequent first
  std::vector<UnseenMetric> unseen;

  [[nodiscard]] std::uint64_t rejections() const;  ///< of all reasons: the rows of the table `rejected`
};

}  // namespace winnow::reduce
