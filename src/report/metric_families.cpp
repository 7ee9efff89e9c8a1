#include "report/metric_families.hpp"

#include <cassert>
#include <cmath>
#include <initializer_list>
#include <limits>
#include <map>
#include <utility>

#include "winnow/base/version.hpp"
#include "winnow/report/metric.hpp"

namespace winnow::report {
namespace {

prometheus::MetricType type_of(MetricKind kind) {
  switch (kind) {
    case MetricKind::counter:
      return prometheus::MetricType::Counter;
    case MetricKind::histogram:
      return prometheus::MetricType::Histogram;
    case MetricKind::gauge:
      break;
  }
  return prometheus::MetricType::Gauge;
}

/// Takes the values of a run, metric by metric.
class Families {
 public:
  /// Values of the labels that the metric's text names, in that order.
  using Labels = std::initializer_list<std::string>;

  explicit Families(std::string study) : study_(std::move(study)) {
    for (const auto& text : all_metrics()) {
      families_.push_back({std::string(text.name), std::string(text.help), type_of(text.kind), {}});
    }
  }

  void add(Metric metric, Labels labels, std::uint64_t value) {
    add(metric, labels, static_cast<double>(value));
  }

  void add(Metric metric, Labels labels, double value) {
    auto& one = labelled(metric, labels);
    if (text_of(metric).kind == MetricKind::counter) {
      one.counter.value = value;
    } else {
      one.gauge.value = value;
    }
  }

  void add(Metric metric, Labels labels, std::optional<double> value) {
    if (value) add(metric, labels, *value);
  }

  void add(Metric metric, Labels labels, const base::DurationHistogram& durations, base::Seconds sum) {
    auto& one = labelled(metric, labels).histogram;
    one.sample_sum = sum.count;
    for (std::size_t bin = 0; bin < durations.bin_count; ++bin) {
      const auto bound =
          bin < durations.bounds.size() ? durations.bounds[bin] : std::numeric_limits<double>::infinity();
      if (!durations.counts.empty()) one.sample_count += durations.counts[bin];
      one.bucket.push_back({one.sample_count, bound});
    }
  }

  [[nodiscard]] std::vector<prometheus::MetricFamily> take() {
    std::erase_if(families_, [](const auto& family) { return family.metric.empty(); });
    return std::move(families_);
  }

 private:
  prometheus::ClientMetric& labelled(Metric metric, Labels values) {
    auto& one = families_[static_cast<std::size_t>(metric)].metric.emplace_back();
    one.label.push_back({"study", study_});
    auto names = text_of(metric).labels;
    for (const auto& value : values) {
      const auto comma = std::min(names.find(','), names.size());
      one.label.push_back({std::string(names.substr(0, comma)), value});
      names.remove_prefix(std::min(comma + 1, names.size()));
    }
    assert(names.empty());
    return one;
  }

  std::string study_;
  std::vector<prometheus::MetricFamily> families_;
};

std::optional<double> unless_nan(double value) {
  return std::isnan(value) ? std::nullopt : std::optional(value);
}

void add_node(const NodeView& node, Families& to) {
  to.add(Metric::ranks, {node.name}, std::uint64_t{node.ranks});
  to.add(Metric::workers, {node.name}, std::uint64_t{node.workers});
  to.add(Metric::permits, {node.name}, std::uint64_t{node.permits});
  if (node.memory.count > 0) to.add(Metric::node_memory, {node.name}, node.memory.count);
  if (node.peak.count > 0) to.add(Metric::node_memory_peak, {node.name}, node.peak.count);
  if (!node.limit.is_unlimited()) to.add(Metric::node_memory_limit, {node.name}, node.limit.count);
}

void add_queue(const QueueTasks& tasks, Families& to) {
  to.add(Metric::tasks, {tasks.name, "done"}, tasks.done);
  to.add(Metric::tasks, {tasks.name, "quarantined"}, tasks.quarantined);
  to.add(Metric::task_retries, {tasks.name}, tasks.retried);
  to.add(Metric::task_duration, {tasks.name}, tasks.durations, tasks.busy);
  to.add(Metric::tasks_running, {tasks.name}, tasks.running);
  to.add(Metric::queue_length, {tasks.name}, tasks.waiting + tasks.sent);
}

void add_search(const SearchProgress& search, Families& to) {
  to.add(Metric::evaluations, {search.name, "ok"}, search.evaluations - search.failures);
  to.add(Metric::evaluations, {search.name, "failed"}, search.failures);
  to.add(Metric::evaluation_retries, {search.name}, search.retried);
  if (search.of) to.add(Metric::evaluations_budget, {search.name}, *search.of);
  to.add(Metric::cache_hits, {search.name}, search.cached);
  to.add(Metric::best_objective, {search.name}, unless_nan(search.best));
  if (!std::isnan(search.best)) {
    to.add(Metric::best_feasible, {search.name}, std::uint64_t{search.is_feasible});
  }
  to.add(Metric::spread, {search.name}, unless_nan(search.spread));
}

void add_alerts(const std::vector<AlertView>& alerts, Families& to) {
  struct Count {
    std::uint64_t begun = 0;
    std::uint64_t active = 0;
  };
  std::map<std::pair<std::string, std::string>, Count> counts;
  for (const auto& alert : alerts) {
    auto& count = counts[{alert.rule, alert.severity}];
    ++count.begun;
    if (alert.is_active) ++count.active;
  }
  for (const auto& [kind, count] : counts) {
    to.add(Metric::alerts_active, {kind.first, kind.second}, count.active);
    to.add(Metric::alerts, {kind.first, kind.second}, count.begun);
  }
}

void add_process(const ProcessView& process, Families& to) {
  const auto rank = std::to_string(process.rank);
  const auto add = [&](Metric metric, std::optional<double> value) {
    to.add(metric, {rank, process.node}, value);
  };
  add(Metric::rank_resident_memory, process.resident);
  add(Metric::rank_virtual_memory, process.virtual_size);
  add(Metric::rank_cpu, process.cpu_time);
  add(Metric::rank_threads, process.threads);
  add(Metric::rank_open_files, process.open_files);
  add(Metric::rank_major_page_faults, process.major_faults);
  add(Metric::rank_read, process.read);
  add(Metric::rank_written, process.written);
  add(Metric::rank_programs, process.programs);
  add(Metric::rank_programs_resident_memory, process.programs_resident);
  add(Metric::rank_programs_cpu, process.programs_cpu_time);
}

void add_host(const HostView& host, Families& to) {
  to.add(Metric::host_memory_in_use, {host.node}, host.in_use);
  to.add(Metric::host_memory_available, {host.node}, host.available);
  to.add(Metric::host_pressure, {host.node, "cpu"}, host.cpu_pressure);
  to.add(Metric::host_pressure, {host.node, "memory"}, host.memory_pressure);
  to.add(Metric::host_pressure, {host.node, "io"}, host.io_pressure);
}

}  // namespace

std::vector<prometheus::MetricFamily> families_of(const RunView& run) {
  Families families(run.study);
  families.add(Metric::build_info, {std::string(base::version())}, 1.0);
  if (!run.job.empty()) families.add(Metric::run_info, {run.job}, 1.0);
  families.add(Metric::run_start_time, {}, run.run_started.count);
  families.add(Metric::run_active, {}, std::uint64_t{run.is_active});
  for (const auto& node : run.nodes) add_node(node, families);
  for (const auto& queue : run.progress.queues) add_queue(queue, families);
  for (const auto& search : run.progress.searches) add_search(search, families);
  add_alerts(run.alerts, families);
  for (const auto& process : run.processes) add_process(process, families);
  for (const auto& host : run.hosts) add_host(host, families);
  return families.take();
}

}  // namespace winnow::report
