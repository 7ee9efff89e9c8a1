#pragma once
// A run at one moment, as plain values: what `winnow top` shows and monitoring systems are told.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "winnow/base/units.hpp"
#include "winnow/report/progress.hpp"

namespace winnow::report {

/// A node of the run. Memory is that of the run's ranks there.
struct NodeView {
  std::string name;           ///< no other node has it
  std::uint32_t ranks = 0;    ///< alive
  std::uint32_t workers = 0;  ///< kernels that can run
  std::uint32_t permits = 0;  ///< of these, how many may: fewer where memory presses
  base::Bytes memory;
  base::Bytes peak;
  base::Bytes limit = base::Bytes::unlimited();

  bool operator==(const NodeView&) const = default;
};

/// A rank with its programs. What could not be measured is absent.
struct ProcessView {
  int rank = 0;
  std::string node;
  std::optional<double> resident, virtual_size, cpu_time, threads, open_files, major_faults, read, written;
  std::optional<double> programs, programs_resident, programs_cpu_time;
};

/// A node as its system sees it, whoever uses it. What could not be measured is absent.
struct HostView {
  std::string node;
  std::optional<double> in_use, available, cpu_pressure, memory_pressure, io_pressure;
};

struct AlertView {
  std::string rule;       ///< as [watch.alerts] calls it
  std::string severity;   ///< "warning" or "critical"
  std::string text;       ///< cause, figure and advice
  bool is_active = true;  ///< it holds now; else it did

  bool operator==(const AlertView&) const = default;
};

struct RunView {
  std::string study;   ///< its name
  std::string title;   ///< of the study
  std::string job;     ///< the job of the study that runs: "reduce"; empty before the first
  std::string result;  ///< the file that is to come
  std::string host;    ///< of rank 0
  std::int64_t pid = 0;
  std::string started;        ///< the job, UTC, ISO 8601
  base::Seconds run_started;  ///< the run, its first job, since 1970
  bool is_active = true;      ///< the run goes on
  Progress progress;          ///< of the job; its `elapsed`: when this was taken
  std::vector<NodeView> nodes;
  std::vector<ProcessView> processes;
  std::vector<HostView> hosts;
  std::vector<AlertView> alerts;  ///< of all ranks, in the order of their rank and time
};

}  // namespace winnow::report
