#pragma once
// What monitoring systems are told of a run at one moment, as plain values.

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "winnow/base/units.hpp"
#include "winnow/report/queue_tasks.hpp"

namespace winnow::report {

struct RunMetrics {
  struct Node {
    std::string name;  ///< no other node has it
    std::uint32_t ranks = 0;
    std::uint32_t workers = 0;
    std::uint32_t permits = 0;
    base::Bytes memory;
    base::Bytes peak;
    base::Bytes limit = base::Bytes::unlimited();
  };

  struct Queue {
    QueueTasks tasks;
    std::uint64_t ran = 0;  ///< attempts that have ended
    base::Seconds busy;     ///< kernel time of these
  };

  struct Search {
    std::string problem;
    std::uint64_t evaluations = 0;
    std::uint64_t failures = 0;  ///< of these
    std::optional<std::uint64_t> budget;
    std::uint64_t cached = 0;
    double best = std::numeric_limits<double>::quiet_NaN();  ///< NaN: none yet
    bool is_feasible = true;
    double spread = std::numeric_limits<double>::quiet_NaN();  ///< likewise
  };

  /// A rank with its programs. What could not be measured is absent.
  struct Process {
    int rank = 0;
    std::string node;
    std::optional<double> resident, virtual_size, cpu_time, threads, open_files, major_faults, read, written;
    std::optional<double> programs, programs_resident, programs_cpu_time;
  };

  /// A node as its system sees it. What could not be measured is absent.
  struct Host {
    std::string node;
    std::optional<double> in_use, available, cpu_pressure, memory_pressure, io_pressure;
  };

  std::string study;
  std::string version;
  std::string stage;      ///< the job that runs: "reduce"; empty before the first
  base::Seconds started;  ///< since 1970
  bool is_active = true;
  std::vector<Node> nodes;
  std::vector<Queue> queues;
  std::vector<Search> searches;
  std::vector<Process> processes;
  std::vector<Host> hosts;
};

/// In the text format that Prometheus reads (exposition format 0.0.4), each metric with its HELP and TYPE;
/// those without a value are left out.
[[nodiscard]] std::string metrics_text(const RunMetrics& run);

}  // namespace winnow::report
