#include "app/watch/run_viewer.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <utility>

#include "app/job/farm_wiring.hpp"
#include "app/job/queue_tasks.hpp"
#include "app/watch/metrics_feed.hpp"
#include "winnow/monitor/snapshot.hpp"

namespace winnow::app {
namespace {

constexpr base::Seconds between_views{0.25};

/// How old what is shown of rank 0 and its node may be.
constexpr base::Seconds fresh{1};

}  // namespace

RunViewer::RunViewer(const Setting& setting, StudyJob& job, watch::Sampler& sampler, const Patrol& patrol,
                     std::string started, base::Seconds began, const base::Clock& clock, base::Log& log)
    : setting_(setting),
      job_(job),
      sampler_(sampler),
      patrol_(patrol),
      began_(began),
      clock_(clock),
      queues_(job.job().queues()),
      node_names_(node_names(setting.plan)) {
  view_.study = setting.order.study.name();
  view_.title = setting.title();
  view_.job = job.job().name();
  view_.result = std::filesystem::absolute(setting.order.output).lexically_normal();
  view_.host = setting.cluster.nodes[setting.cluster.node_of(0)].facts.hostname;
  view_.pid = ::getpid();
  view_.started = std::move(started);
  if (const auto listed = list(); !listed) {
    log.info("`winnow top` will not find this run: " + listed.error().text());
  }
}

/// Answers first: who finds the run in the list may ask it at once.
base::Result<void> RunViewer::list() {
  const auto list = monitor::run_list_folder();
  if (list.empty()) return base::fail("there is no folder for the list of runs", "no HOME is set");
  auto sockets = monitor::socket_folder();
  if (!sockets) return tl::unexpected(std::move(sockets).error());
  const auto socket = *sockets / fmt::format("{}.sock", view_.pid);
  auto server =
      monitor::SnapshotServer::start(socket, setting_.order.study.checkpoint().interval.has_value());
  if (!server) return tl::unexpected(std::move(server).error());
  server_ = *std::move(server);
  show(std::vector<farm::QueueStatus>(queues_.size()), false);
  auto listing = monitor::RunListing::write(list, {.title = view_.title,
                                                   .job = view_.job,
                                                   .result = view_.result,
                                                   .host = view_.host,
                                                   .pid = view_.pid,
                                                   .started = view_.started,
                                                   .socket = socket});
  if (!listing) return tl::unexpected(std::move(listing).error());
  listing_.emplace(*std::move(listing));
  return {};
}

void RunViewer::observe(const farm::FarmStatus& status) {
  if (!server_ && setting_.metrics == nullptr) return;
  const auto now = clock_.now();
  if (now < next_) return;
  next_ = now + between_views;
  for (const auto rank : status.lost) samples_.erase(rank);
  view_nodes(status.nodes);
  show(status.queues, status.source_finished);
}

void RunViewer::finish(const std::vector<farm::QueueStatus>& queues) {
  show(queues, true);
}

void RunViewer::show(const std::vector<farm::QueueStatus>& queues, bool found_all) {
  auto& progress = view_.progress;
  count_tasks(queues_, queues, progress);
  progress.found_all = found_all;
  progress.elapsed = clock_.now() - began_;
  job_.describe(progress);
  publish();
}

void RunViewer::conclude(const std::vector<RankUse>& uses, const std::vector<base::Bytes>& peaks) {
  view_.nodes = nodes_at_end(setting_.cluster, setting_.plan, patrol_.nodes(), uses, peaks);
  view_.progress.elapsed = clock_.now() - began_;
  samples_.clear();
  for (const auto& use : uses) samples_.emplace(use.rank, use.last);
  publish();
}

void RunViewer::publish() {
  samples_.insert_or_assign(0, sampler_.recent(fresh));
  view_samples(samples_, setting_.cluster, node_names_, view_);
  view_alerts();
  if (server_) server_->publish(monitor::to_json(view_));
  if (setting_.metrics != nullptr) setting_.metrics->publish(view_);
}

void RunViewer::view_nodes(const std::vector<farm::NodeStatus>& nodes) {
  weigh_nodes(nodes, setting_.plan, view_.progress);
  view_.nodes.clear();
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const auto& node = nodes[i];
    view_.nodes.push_back({node_names_[i], node.ranks, node.slots, node.permits, node.memory, node.peak,
                           setting_.plan.nodes[i].limit});
  }
}

void RunViewer::view_alerts() {
  view_.alerts.clear();
  for (const auto& [rank, node, alert] : patrol_.alerts()) {
    view_.alerts.push_back({std::string(watch::text_of(alert.rule).name),
                            std::string(watch::name_of(alert.severity)), watch::words_of(alert).text(),
                            !alert.ended});
  }
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

std::vector<report::NodeView> nodes_at_end(const cluster::Cluster& cluster, const plan::Plan& plan,
                                           const std::vector<farm::NodeStatus>& seen,
                                           const std::vector<RankUse>& uses,
                                           const std::vector<base::Bytes>& peaks) {
  using Q = watch::Quantity;
  const auto names = node_names(plan);
  std::vector<report::NodeView> nodes;
  for (std::size_t i = 0; i < plan.nodes.size(); ++i) {
    nodes.push_back({.name = names[i], .memory = {}, .peak = peaks[i], .limit = plan.nodes[i].limit});
  }
  for (const auto& use : uses) {
    const auto at = cluster.node_of(use.rank);
    auto& node = nodes[at];
    ++node.ranks;
    node.workers += plan.nodes[at].kernels[index_on_node(cluster.nodes[at], use.rank)];
    for (const auto part : {Q::resident, Q::children_resident}) {
      node.memory += use.last.bytes(part).value_or(base::Bytes{});
    }
  }
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    if (i < seen.size()) nodes[i].peak = std::max(nodes[i].peak, seen[i].peak);  // it never falls
    const bool was_pressed = i < seen.size() && seen[i].fewest_permits > 0;
    nodes[i].permits = was_pressed ? std::min(seen[i].permits, nodes[i].workers) : nodes[i].workers;
  }
  return nodes;
}

report::ProcessView process_of(int rank, const std::string& node, const watch::Sample& sample) {
  using Q = watch::Quantity;
  report::ProcessView process;
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

report::HostView host_of(const std::string& node, const watch::Sample& sample) {
  using Q = watch::Quantity;
  return {node,
          sample[Q::node_in_use],
          sample[Q::node_available],
          sample[Q::cpu_pressure],
          sample[Q::memory_pressure],
          sample[Q::io_pressure]};
}

void view_samples(const std::map<int, watch::Sample>& by_rank, const cluster::Cluster& cluster,
                  const std::vector<std::string>& nodes, report::RunView& view) {
  view.processes.clear();
  view.hosts.clear();
  for (std::size_t i = 0; i < cluster.nodes.size(); ++i) {
    const auto& ranks = cluster.nodes[i].ranks;
    for (const auto& [rank, usable] : ranks) {
      const auto found = by_rank.find(rank);
      if (found == by_rank.end()) continue;
      view.processes.push_back(process_of(rank, nodes[i], found->second));
      if (rank == ranks.front().rank) view.hosts.push_back(host_of(nodes[i], found->second));
    }
  }
}

}  // namespace winnow::app
