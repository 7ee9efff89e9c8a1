#pragma once
// The closing words of a run.

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "winnow/base/units.hpp"
#include "winnow/report/queue_tasks.hpp"

namespace winnow::report {

struct Summary {
  /// Rejections of one reason.
  struct Reason {
    std::string reason;
    std::uint64_t count = 0;
    std::string example;  ///< "file:line" of the first
  };

  struct Node {
    std::string name;
    std::uint64_t workers = 0;
    base::Bytes predicted;  ///< peak, by the plan
    base::Bytes measured;   ///< peak
    base::Bytes limit = base::Bytes::unlimited();
  };

  struct Quarantined {
    std::string task;
    std::string reason;
  };

  /// What the run warned of.
  struct Alerts {
    std::uint64_t begun = 0;
    std::uint64_t critical = 0;      ///< of these, as far as they were kept
    std::vector<std::string> worst;  ///< in words: of each kind, the most serious ones first
    std::uint64_t unkept = 0;        ///< of those that have begun: only their number is known
  };

  /// One problem's search for the best parameters.
  struct Search {
    std::string name;  ///< of several
    std::uint64_t evaluations = 0;
    std::uint64_t known = 0;  ///< of these, from earlier runs of a resumed study
    std::string ended;        ///< why
    double best = std::numeric_limits<double>::quiet_NaN();  ///< NaN: none
    bool is_feasible = true;
    std::vector<std::string> parameters;  ///< of the best, "latency = 0.25"
    std::string command;                  ///< that gives the best again
    std::vector<Reason> failures;         ///< by kind; the example is what was said of the first
    std::string kept;                     ///< folder of what one that failed has left; empty: none
    std::uint64_t retried = 0;
    std::uint64_t cached = 0;
    struct Cache {
      std::uint64_t hits = 0;
      std::uint64_t misses = 0;
    };
    std::optional<Cache> cache;   ///< asked by this run, if it has one
    std::uint64_t polishing = 0;  ///< evaluations beyond the budget
    base::Bytes sent;             ///< to kernels and back
  };

  std::string title;
  std::vector<Search> searches;  ///< where there are any, nothing is said of files and lines
  std::uint64_t files_accepted = 0;
  std::uint64_t files_rejected = 0;
  base::Bytes bytes;  ///< of all files
  struct Lines {
    std::uint64_t accepted = 0;
    std::uint64_t rejected = 0;
    std::uint64_t ignored = 0;  ///< headers, comments, blanks
  };
  Lines lines;
  std::vector<std::pair<std::string, std::uint64_t>> formats;  ///< files by what they were read as
  std::uint64_t groups = 0;                                    ///< of all groupings together
  base::Seconds elapsed;
  std::uint64_t ranks = 1;
  std::vector<Node> nodes;
  std::vector<Reason> reasons;           ///< the most frequent first
  std::vector<Quarantined> quarantined;  ///< the first few
  std::uint64_t quarantined_count = 0;
  std::vector<QueueTasks> queues;
  std::vector<std::string> notes;  ///< what may surprise, and what to do
  Alerts alerts;
  bool stopped = false;      ///< before its end
  std::string result;        ///< path of the result file
  std::string next_command;  ///< what to try now: "winnow show city.h5 reduce/router_buffer"
};

/// For a person, a few lines.
[[nodiscard]] std::string summary_text(const Summary& summary);

/// For a machine: one line, one JSON object.
[[nodiscard]] std::string summary_json(const Summary& summary);

}  // namespace winnow::report
