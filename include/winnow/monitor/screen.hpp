#pragma once
// `winnow top`: a running job as a page of text.

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "winnow/report/run_view.hpp"

namespace winnow::monitor {

enum class NodeOrder : std::uint8_t { memory, workers, name };

/// The one after it, and after the last the first.
[[nodiscard]] NodeOrder next(NodeOrder order);

/// What the one who looks has chosen.
struct View {
  std::size_t width = 80;   ///< columns
  std::size_t height = 24;  ///< lines
  std::size_t page = 0;     ///< of nodes
  NodeOrder order = NodeOrder::memory;
  std::string note;        ///< said in the last line: "checkpoint asked for"
  base::Seconds silent{};  ///< the run has not answered for so long; 0: what is shown is its answer
};

/// How fast the job is, as looks at it show. One thread.
class RateHistory {
 public:
  /// Takes note of where the job is; a moment that is no newer than the last changes nothing.
  void add(const report::Progress& progress);

  /// Units per second, as the run's own progress line tells it: what was done before the first look counts as
  /// done evenly.
  [[nodiscard]] double rate() const { return rate_.rate(); }

  /// From one look to the next, the oldest first.
  [[nodiscard]] std::vector<double> rates() const { return {rates_.begin(), rates_.end()}; }

 private:
  struct Look {
    base::Seconds at;
    std::uint64_t done = 0;
  };
  static double between(const Look& one, const Look& later);

  std::deque<double> rates_;
  Look last_;
  report::RecentRate rate_;
};

/// How many pages the nodes take.
[[nodiscard]] std::size_t pages(const report::RunView& run, const View& view);

/// The page: `view.height` lines or fewer, none wider than `view.width` columns. What matters least is left
/// out where there is no room.
[[nodiscard]] std::vector<std::string> render(const report::RunView& run, const RateHistory& history,
                                              const View& view);

}  // namespace winnow::monitor
