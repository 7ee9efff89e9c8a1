#include "winnow/report/metric.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace winnow::report {
namespace {

using M = Metric;
using K = MetricKind;

constexpr std::array<MetricText, metric_count> texts{{
    {M::build_info, "winnow_build_info", K::gauge, "version", "Always 1; the version of Winnow."},
    {M::run_info, "winnow_run_info", K::gauge, "stage", "Always 1; the job of the study that runs."},
    {M::run_start_time, "winnow_run_start_time_seconds", K::gauge, "", "When the run began, since 1970."},
    {M::run_active, "winnow_run_active", K::gauge, "", "1 while the run goes on, 0 when it has ended."},

    {M::ranks, "winnow_ranks", K::gauge, "node", "Ranks of the run that are alive."},
    {M::workers, "winnow_workers", K::gauge, "node", "Kernels that can run."},
    {M::permits, "winnow_permits", K::gauge, "node",
     "Kernels that may run now, fewer than workers where memory presses."},
    {M::node_memory, "winnow_node_memory_bytes", K::gauge, "node",
     "Memory of the node's ranks together; absent before it was measured."},
    {M::node_memory_peak, "winnow_node_memory_peak_bytes", K::gauge, "node",
     "The most memory of the node's ranks together so far; absent before it was measured."},
    {M::node_memory_limit, "winnow_node_memory_limit_bytes", K::gauge, "node",
     "The memory limit that the plan keeps to; absent where there is none."},

    {M::tasks, "winnow_tasks_total", K::counter, "queue,status",
     "Tasks that are done, or quarantined after they failed for good."},
    {M::task_retries, "winnow_task_retries_total", K::counter, "queue",
     "Attempts at a task beyond its first."},
    {M::task_duration, "winnow_task_duration_seconds", K::histogram, "queue",
     "Time of a kernel for an attempt at a task; those of a batch count with their mean."},
    {M::tasks_running, "winnow_tasks_running", K::gauge, "queue",
     "Tasks that workers have: that run, or wait there for their turn."},
    {M::queue_length, "winnow_queue_length", K::gauge, "queue", "Tasks found that wait for a worker."},

    {M::evaluations, "winnow_evaluations_total", K::counter, "problem,status",
     "Evaluations of a search that succeeded or failed, those of earlier runs included."},
    {M::evaluation_retries, "winnow_evaluation_retries_total", K::counter, "problem",
     "Tries of evaluations that failed and were made again, those of earlier runs included."},
    {M::evaluations_budget, "winnow_evaluations_budget", K::gauge, "problem",
     "Evaluations that the search may take; absent where its budget has another measure."},
    {M::cache_hits, "winnow_cache_hits_total", K::counter, "problem",
     "Evaluations whose outcome was known already."},
    {M::best_objective, "winnow_best_objective", K::gauge, "problem",
     "The best value of the objective so far; absent before there is one."},
    {M::best_feasible, "winnow_best_feasible", K::gauge, "problem", "1 if the best keeps all constraints."},
    {M::spread, "winnow_spread", K::gauge, "problem",
     "How far the objectives of the population lie apart; absent before there is a generation."},

    {M::alerts_active, "winnow_alerts_active", K::gauge, "rule,severity",
     "Alerts that hold now; absent before there was one of the kind."},
    {M::alerts, "winnow_alerts_total", K::counter, "rule,severity", "Alerts that have begun."},

    {M::rank_resident_memory, "winnow_rank_resident_memory_bytes", K::gauge, "rank,node",
     "Memory in RAM of the rank. Ranks tell of themselves once a second."},
    {M::rank_virtual_memory, "winnow_rank_virtual_memory_bytes", K::gauge, "rank,node",
     "Address space of the rank."},
    {M::rank_cpu, "winnow_rank_cpu_seconds_total", K::counter, "rank,node",
     "Processor time of all threads of the rank."},
    {M::rank_threads, "winnow_rank_threads", K::gauge, "rank,node", "Threads of the rank."},
    {M::rank_open_files, "winnow_rank_open_files", K::gauge, "rank,node", "Open descriptors of the rank."},
    {M::rank_major_page_faults, "winnow_rank_major_page_faults_total", K::counter, "rank,node",
     "Page faults of the rank that had to read."},
    {M::rank_read, "winnow_rank_read_bytes_total", K::counter, "rank,node",
     "Bytes read by system calls of the rank."},
    {M::rank_written, "winnow_rank_written_bytes_total", K::counter, "rank,node",
     "Bytes written by system calls of the rank."},
    {M::rank_programs, "winnow_rank_programs", K::gauge, "rank,node",
     "Processes of programs that the rank has started."},
    {M::rank_programs_resident_memory, "winnow_rank_programs_resident_memory_bytes", K::gauge, "rank,node",
     "Memory in RAM of these programs together."},
    {M::rank_programs_cpu, "winnow_rank_programs_cpu_seconds_total", K::counter, "rank,node",
     "Processor time of these programs, those that have ended included."},

    {M::host_memory_in_use, "winnow_host_memory_in_use_bytes", K::gauge, "node",
     "In use on the node of the memory that the limit is set on, by anybody, without file cache."},
    {M::host_memory_available, "winnow_host_memory_available_bytes", K::gauge, "node",
     "Memory that the node could give without swapping."},
    {M::host_pressure, "winnow_host_pressure_ratio", K::gauge, "node,resource",
     "Share of the last 10 s in which some task on the node waited for the resource (PSI)."},
}};

static_assert(std::ranges::equal(texts, texts, [](const MetricText& text, const MetricText& same) {
  return static_cast<std::size_t>(text.metric) == static_cast<std::size_t>(&same - texts.data());
}));

/// "`queue`, `status`"
std::string quoted(std::string_view labels) {
  std::string text;
  for (const char c : labels) text += c == ',' ? "`, `" : std::string(1, c);
  return text.empty() ? text : fmt::format("`{}`", text);
}

}  // namespace

std::span<const MetricText> all_metrics() {
  return texts;
}

const MetricText& text_of(Metric metric) {
  return texts[static_cast<std::size_t>(metric)];
}

std::string_view name_of(MetricKind kind) {
  switch (kind) {
    case MetricKind::counter:
      return "counter";
    case MetricKind::gauge:
      return "gauge";
    case MetricKind::histogram:
      return "histogram";
  }
  return {};
}

std::string metrics_reference() {
  std::string table = "| metric | type | labels | what it is |\n|---|---|---|---|\n";
  for (const auto& text : texts) {
    table += fmt::format("| `{}` | {} | {} | {} |\n", text.name, name_of(text.kind), quoted(text.labels),
                         text.help);
  }
  return table;
}

}  // namespace winnow::report
