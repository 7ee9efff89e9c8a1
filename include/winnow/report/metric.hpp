#pragma once
// What monitoring systems are told of a run: one list, from which the text that they read, the documentation
// and the check of the dashboard take names, types and labels.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace winnow::report {

enum class Metric : std::uint8_t {
  // of the run
  build_info,
  run_info,
  run_start_time,
  run_active,
  // of each of its nodes
  ranks,
  workers,
  permits,
  node_memory,
  node_memory_peak,
  node_memory_limit,
  // of each of its queues
  tasks,
  task_retries,
  task_duration,
  tasks_running,
  queue_length,
  // of each of its searches
  evaluations,
  evaluation_retries,
  evaluations_budget,
  cache_hits,
  best_objective,
  best_feasible,
  spread,
  // of each rule of alerts
  alerts_active,
  alerts,
  // of a rank, and of the programs that it has started
  rank_resident_memory,
  rank_virtual_memory,
  rank_cpu,
  rank_threads,
  rank_open_files,
  rank_major_page_faults,
  rank_read,
  rank_written,
  rank_programs,
  rank_programs_resident_memory,
  rank_programs_cpu,
  // of that rank's node, whoever uses it
  host_memory_in_use,
  host_memory_available,
  host_pressure,
};

inline constexpr std::size_t metric_count = static_cast<std::size_t>(Metric::host_pressure) + 1;

enum class MetricKind : std::uint8_t {
  counter,  ///< only ever grows
  gauge,
  histogram  ///< of durations: base::DurationHistogram, with their sum and count
};

/// A metric as https://prometheus.io/docs/practices/naming/ has it: base units, the unit in the name.
struct MetricText {
  Metric metric;
  std::string_view name;
  MetricKind kind;
  std::string_view labels;  ///< beside `study`, which all have: "queue,status"
  std::string_view help;
};

/// All metrics, in the order of the enumeration.
[[nodiscard]] std::span<const MetricText> all_metrics();

[[nodiscard]] const MetricText& text_of(Metric metric);

/// "counter", "gauge", "histogram"
[[nodiscard]] std::string_view name_of(MetricKind kind);

/// The list as a table of Markdown.
[[nodiscard]] std::string metrics_reference();

}  // namespace winnow::report
