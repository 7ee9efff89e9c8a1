#pragma once
// The figures that alerts are judged by, from what was measured.

#include <cstdint>
#include <deque>
#include <limits>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "winnow/base/units.hpp"
#include "winnow/watch/operation_statistics.hpp"
#include "winnow/watch/sample.hpp"
#include "winnow/watch/series.hpp"

namespace winnow::watch {

/// Stands for a figure that there is nothing yet to tell from.
inline constexpr double no_figure = std::numeric_limits<double>::quiet_NaN();

/// What is in use of the node's memory over its limit.
[[nodiscard]] double memory_share(const Sample& sample);

/// What the run takes on a node over what the plan lets it take there.
[[nodiscard]] double run_memory_share(base::Bytes used, base::Bytes limit);

/// Open descriptors over `most`.
[[nodiscard]] double open_file_share(const Sample& sample, std::uint64_t most);

/// The rank's memory and that of its programs over the `predicted`, without what is kept on purpose; 0 while
/// it is far below the `limit`, of which no harm comes.
[[nodiscard]] double over_prediction(const Sample& sample, base::Bytes predicted, base::Bytes limit);

/// The highest of a figure that rises and falls with each task: what comes back with the next one has not
/// ended.
class RecentPeak {
 public:
  explicit RecentPeak(base::Seconds stretch = base::Seconds{60}) : stretch_(stretch) {}

  /// Takes in a figure of `now`, and gives the highest of those that are not older than the stretch; no
  /// figure if there is none. A figure that is no number is left out.
  double take(double figure, base::Seconds now);

 private:
  struct Seen {
    base::Seconds at;
    double figure = 0;
  };
  base::Seconds stretch_;
  std::deque<Seen> highest_;  ///< each higher than all that came after it
};

/// The lower bound of what the process's memory, without what is kept on purpose, grows by, in bytes a
/// minute; no more than `most` until it exceeds() that (growth.hpp), for which a shorter look must have seen
/// all of it.
[[nodiscard]] double memory_growth(const Series& series, double most);

/// Likewise that of the processes that it has started, together.
[[nodiscard]] double processes_growth(const Series& series, double most);

/// What succeeded of all that ended, once ten have: fewer tell nothing of a share.
[[nodiscard]] double success_share(std::uint64_t succeeded, std::uint64_t failed);

/// How fast operations on storage move bytes, lately.
class StorageRates {
 public:
  struct Rate {
    std::string operation;
    double bytes_per_second = 0;
  };

  /// Those operations that have moved enough since they were last in an answer (Moved::tells_a_rate).
  /// `statistics` are all that is known so far, which grow from call to call.
  std::vector<Rate> take(std::span<const OperationStatistics> statistics);

 private:
  std::map<std::string, Moved, std::less<>> seen_;
};

/// Deviation of the operation's rate over its mean, once there are ten windows from which one can be told.
[[nodiscard]] double unsteadiness(const OperationStatistics& operation);

/// How a count that grows goes on, compared with how it went before.
class Pace {
 public:
  /// Rates are taken over windows of `window`, or longer ones where too few tasks end in that: chance alone
  /// would make them differ.
  explicit Pace(base::Seconds window = base::Seconds{10}) : window_(window) {}

  /// The rate of the latest two windows, whichever is higher, over the median of up to 30 before it, once
  /// there are three of these. Most calls fall within a window, and give nothing. A window in which the work
  /// ran out is no measure of pace: `has_more` says whether there is more than is being done.
  double take(std::uint64_t done, bool has_more, base::Seconds now);

 private:
  [[nodiscard]] double expected(std::uint64_t done, base::Seconds elapsed) const;

  base::Seconds window_;
  std::optional<base::Seconds> began_;  ///< of the window that goes on
  std::uint64_t done_before_ = 0;
  bool had_more_ = true;  ///< all through that window
  std::deque<double> rates_;
};

/// What a rank has done.
struct RankWork {
  std::uint64_t tasks = 0;
  base::Seconds busy;
  base::Seconds error{};  ///< standard, of the time a task
};

/// For each rank, how slow it is for certain: its time a task, less three standard errors, over the median of
/// those, with three standard errors more, of the others that have done at least ten tasks. No figure where
/// it has not, or has been busy for less than ten seconds, or there are not two such others: of two ranks
/// alone nothing says which one is odd.
[[nodiscard]] std::vector<double> relative_slowness(std::span<const RankWork> ranks);

}  // namespace winnow::watch
