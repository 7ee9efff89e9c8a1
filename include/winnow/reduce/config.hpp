#pragma once
// What a reduction is asked to do.

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "winnow/base/error.hpp"
#include "winnow/base/units.hpp"
#include "winnow/read/dialect.hpp"
#include "winnow/reduce/statistic.hpp"

namespace winnow::reduce {

/// What counts as one observation.
enum class Unit : std::uint8_t {
  row,  ///< each row
  run   ///< each run: the mean of its rows that are in the group
};

/// What becomes of a run that meets what it cannot take.
enum class OnError : std::uint8_t {
  reject,  ///< goes on without it, and says so
  stop     ///< ends, without a result
};

/// Counts of the values of each metric in bins.
struct Histograms {
  struct Range {
    double low = 0;
    double high = 1;  ///< above low, both finite
  };
  std::uint32_t bins = 0;  ///< none: no histograms
  /// By a metric's name, or a glob: a name goes before globs, a longer glob before a shorter one. Bins of
  /// metrics without a range reach from the smallest to the largest value of all groups.
  std::map<std::string, Range> ranges;
};

struct Config {
  std::string folder;              ///< what relative `files` are relative to; empty: the working folder
  std::vector<std::string> files;  ///< patterns of read::FileWalk
  read::Dialect dialect;           ///< how they are written
  std::string name = "{*}";        ///< read::NamePattern whose fields are the groups' keys
  std::vector<std::vector<std::string>> group_by = {
      {}};  ///< a list of no fields, and no list: one group of all
  std::vector<std::string>
      run_by;  ///< fields of `name`: files that agree in all of them are one run; none: each file is one
  std::vector<std::string> metrics = {"*"};  ///< globs; "!glob" takes out
  std::string where;  ///< an expression: rows for which it is 0 or missing do not count; empty: all count
  std::map<std::string, std::string>
      derive;  ///< expressions by the metrics they give, which `metrics` need not name
  std::vector<Statistic> statistics = {default_statistics.begin(), default_statistics.end()};
  Histograms histograms;
  Unit unit = Unit::row;
  OnError on_error = OnError::reject;
  bool runs = true;  ///< keep the table of runs: of a run of many rows their means

  /// Files above this are read in pieces of about this size, if their format allows it.
  base::Bytes piece = base::mebibytes(32);

  std::string scratch_folder = "/tmp";  ///< where records go that do not fit in `record_memory`
  /// For rows of `runs`, as much for what is known of runs in parts, and as much for rows of `rejected`, on
  /// each rank. The peak of each, in finish(), is about twice this: records that have come are sorted while
  /// those that leave are still held.
  base::Bytes record_memory = base::mebibytes(4);
};

/// A Config that cannot be carried out: `key` is the key at fault as studies write it ("reduce.group_by"), so
/// that whoever knows the study can add the place. For "reduce.name", error.place.column is the column in the
/// pattern, where it is known.
struct ConfigError {
  std::string key;
  base::Error error;
};

}  // namespace winnow::reduce
