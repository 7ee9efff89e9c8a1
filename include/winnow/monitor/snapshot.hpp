#pragma once
// What can be seen of a running job from outside, at one moment.

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "winnow/base/error.hpp"
#include "winnow/base/units.hpp"
#include "winnow/report/queue_tasks.hpp"

namespace winnow::monitor {

/// A node of the run. Memory is that of the run's ranks there.
struct NodeView {
  std::string name;
  std::uint32_t ranks = 0;    ///< alive
  std::uint32_t workers = 0;  ///< kernels that can run
  std::uint32_t permits = 0;  ///< of these, how many may: fewer where memory presses
  base::Bytes memory;
  base::Bytes peak;
  base::Bytes limit = base::Bytes::unlimited();

  bool operator==(const NodeView&) const = default;
};

/// A search of the job `optimize`.
struct SearchView {
  std::string name;
  std::uint64_t evaluations = 0;
  std::uint64_t of = 0;  ///< 0: its budget has another measure
  std::uint64_t failures = 0;
  double best = std::numeric_limits<double>::quiet_NaN();    ///< NaN: none yet
  double spread = std::numeric_limits<double>::quiet_NaN();  ///< likewise

  bool operator==(const SearchView&) const = default;
};

struct AlertView {
  std::string severity;  ///< "warning" or "critical"
  std::string text;      ///< cause, figure and advice

  bool operator==(const AlertView&) const = default;
};

struct Snapshot {
  std::string title;
  std::string job;     ///< "reduce"
  std::string result;  ///< the file that is to come
  std::string host;    ///< of rank 0
  std::int64_t pid = 0;
  std::string started;         ///< UTC, ISO 8601
  base::Seconds elapsed;       ///< when this was taken
  std::string unit = "files";  ///< what is counted
  std::uint64_t done = 0;
  std::uint64_t found = 0;
  bool found_all = false;  ///< `found` is the total
  std::uint64_t setbacks = 0;
  std::string setback;  ///< what has become of those: "rejected", "failed"
  std::vector<report::QueueTasks> queues;
  std::vector<NodeView> nodes;
  std::vector<SearchView> searches;
  std::vector<AlertView> alerts;  ///< that hold now
};

/// One JSON object, in one line.
[[nodiscard]] std::string to_json(const Snapshot& snapshot);

/// What to_json wrote; of another version of Winnow, too: what is missing there stays as it is by default.
[[nodiscard]] base::Result<Snapshot> snapshot_from_json(std::string_view text);

}  // namespace winnow::monitor
