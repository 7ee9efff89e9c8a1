#include "app/watch/metrics_feed.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "app/run/queue_tasks.hpp"
#include "winnow/base/version.hpp"

namespace winnow::app {
namespace {

constexpr base::Seconds between_states{0.25};

/// Tasks that were done are done again where a node is lost with what it had folded. A counter that fell back
/// would be taken for one that began anew, so it waits until it is made up for.
void keep_growing(const report::QueueTasks& before, report::QueueTasks& now) {
  now.done = std::max(before.done, now.done);
  now.quarantined = std::max(before.quarantined, now.quarantined);
  now.retried = std::max(before.retried, now.retried);
}

}  // namespace

MetricsFeed::MetricsFeed(std::string study, const base::Clock& clock) : clock_(clock) {
  draft_.study = std::move(study);
  draft_.version = base::version();
  draft_.started = base::CalendarClock().now() - clock.now();
  publish();
}

void MetricsFeed::begin(std::string stage, const plan::Plan& plan, std::vector<farm::Queue> queues) {
  draft_.stage = std::move(stage);
  draft_.queues.clear();
  plan_ = &plan;
  queues_ = std::move(queues);
  node_names_ = node_names(plan);
  next_ = clock_.now();
}

void MetricsFeed::observe(const farm::FarmStatus& status, const Describe& describe) {
  const auto now = clock_.now();
  if (now < next_) return;
  next_ = now + between_states;
  count_tasks(status.queues);
  view_nodes(status.nodes);
  describe(draft_);
  publish();
}

void MetricsFeed::finish(const std::vector<farm::QueueStatus>& queues, const Describe& describe) {
  count_tasks(queues);
  describe(draft_);
  publish();
}

void MetricsFeed::end() {
  draft_.is_active = false;
  publish();
}

report::RunMetrics MetricsFeed::latest() const {
  const std::lock_guard lock(mutex_);
  return published_;
}

void MetricsFeed::count_tasks(const std::vector<farm::QueueStatus>& queues) {
  const auto before = std::exchange(draft_.queues, {});
  auto tasks = tasks_of(queues_, queues);
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    if (i < before.size()) keep_growing(before[i].tasks, tasks[i]);
    draft_.queues.push_back({std::move(tasks[i]), queues[i].ran, queues[i].busy});
  }
}

void MetricsFeed::view_nodes(const std::vector<farm::NodeStatus>& nodes) {
  draft_.nodes.clear();
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const auto& node = nodes[i];
    draft_.nodes.push_back({node_names_[i], node.ranks, node.slots, node.permits, node.memory, node.peak,
                            plan_->nodes[i].limit});
  }
}

void MetricsFeed::publish() {
  const std::lock_guard lock(mutex_);
  published_ = draft_;
}

std::vector<std::string> node_names(const plan::Plan& plan) {
  std::vector<std::string> names;
  std::map<std::string, int> seen;
  for (const auto& node : plan.nodes) {
    const int count = ++seen[node.hostname];
    names.push_back(count == 1 ? node.hostname : fmt::format("{}#{}", node.hostname, count));
  }
  return names;
}

report::RunMetrics::Process process_of(int rank, const std::string& node, const watch::Sample& sample) {
  using Q = watch::Quantity;
  report::RunMetrics::Process process;
  process.rank = rank;
  process.node = node;
  process.resident = sample[Q::resident];
  process.virtual_size = sample[Q::virtual_size];
  process.cpu_time = sample[Q::cpu_time];
  process.threads = sample[Q::threads];
  process.open_files = sample[Q::open_files];
  process.major_faults = sample[Q::major_faults];
  process.read = sample[Q::read];
  process.written = sample[Q::written];
  process.programs = sample[Q::children];
  process.programs_resident = sample[Q::children_resident];
  process.programs_cpu_time = sample[Q::children_cpu_time];
  return process;
}

report::RunMetrics::Host host_of(const std::string& node, const watch::Sample& sample) {
  using Q = watch::Quantity;
  return {node,
          sample[Q::node_in_use],
          sample[Q::node_available],
          sample[Q::cpu_pressure],
          sample[Q::memory_pressure],
          sample[Q::io_pressure]};
}

}  // namespace winnow::app
