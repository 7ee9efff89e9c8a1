#pragma once
// What a run's operations tell of what held it up, and what to do about it.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "winnow/base/profile.hpp"
#include "winnow/base/units.hpp"

namespace winnow::report {

/// A row of run/performance: an operation of all threads of all ranks together.
struct OperationRow {
  std::string name;  ///< one of base::operations
  std::uint64_t calls = 0;
  std::uint64_t items = 0;
  base::Bytes bytes;
  base::Seconds own;          ///< time without that of operations within it
  double share = 0;           ///< own time over that of all operations
  base::Seconds total;        ///< time with that of operations within it
  base::Seconds mean;         ///< of a call
  base::Seconds p95;          ///< likewise
  double throughput = 0;      ///< bytes a second of its total time
  std::uint64_t windows = 0;  ///< of a second, in which rates were taken
  double rate_mean = 0;       ///< bytes a second
  double rate_deviation = 0;  ///< likewise
};

/// What is worth saying of an operation.
struct Advice {
  std::string
      finding;  ///< what it is that takes the time, with the figure: "parse-bound, at 410 MB/s a thread"
  std::string action;  ///< what to do, or that nothing is to be gained; never empty
};

/// The deflate level of the result and the one recommended in its place, with the time that writing takes at
/// each: as run/compression and the closing summary tell it.
struct CompressionChoice {
  int used = 0;
  base::Seconds took;
  int recommended = 0;  ///< may be the one used
  base::Seconds would_take;
};

/// How a run's problems were searched.
struct SearchFacts {
  std::uint64_t problems = 0;    ///< 0: not known
  bool has_generations = false;  ///< of a problem at least, whose [optimize] update is not "steady"
  /// The candidates of such a problem's first generation, the most of one; 0: not known.
  std::uint64_t population = 0;
  std::uint64_t least_population = 0;  ///< likewise the fewest of any problem, steady ones included
  bool fits_workers = false;  ///< all such populations are as population_multiple = "workers" makes them
};

/// What a result tells of its run beside the operations.
struct RunFacts {
  std::optional<CompressionChoice> compression = {};  ///< nothing where levels were not compared
  SearchFacts search = {};
  std::optional<base::Bytes> from_storage = {};  ///< that all ranks had from disks; nothing: not known
};

/// On one of `all` operations.
[[nodiscard]] Advice advice_on(const OperationRow& row, std::span<const OperationRow> all,
                               const RunFacts& facts);

/// Those to advise on: the largest own time first, at most `most`, none of a share that is nothing.
[[nodiscard]] std::vector<OperationRow> worth_advice(std::span<const OperationRow> all, std::size_t most);

/// Likewise with the largest own time first, at most `most` that took any.
[[nodiscard]] std::vector<OperationRow> largest_by_time(std::span<const OperationRow> all, std::size_t most);

/// Likewise with the most bytes first, at most `most` that moved any.
[[nodiscard]] std::vector<OperationRow> largest_by_bytes(std::span<const OperationRow> all, std::size_t most);

/// That of an operation; null where it did not run.
[[nodiscard]] const OperationRow* find_row(std::span<const OperationRow> all,
                                           const base::OperationKind& kind);

/// Its own time, of one of its items.
[[nodiscard]] std::string per_item(const OperationRow& row);

/// What is found where kernels have no task, and where tasks take time of their own, in a search or not.
[[nodiscard]] std::string waiting_text(const OperationRow& row);
[[nodiscard]] std::string task_text(const OperationRow& row);

/// "8.4 µs", "1.25 s": three significant digits.
[[nodiscard]] std::string duration_text(base::Seconds time);

/// "410 MB/s": three significant digits, by powers of 1000, as disks and networks are sold.
[[nodiscard]] std::string rate_text(double bytes_a_second);

}  // namespace winnow::report
