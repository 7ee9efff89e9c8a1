#include "app/watch/run_publisher.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>
#include <utility>

#include "app/run/queue_tasks.hpp"

namespace winnow::app {
namespace {

constexpr base::Seconds snapshot_interval{0.25};

std::string title_of(const study::Study& study) {
  return study.title().empty() ? study.name() : study.title();
}

}  // namespace

RunPublisher::RunPublisher(const Setting& setting, StudyJob& job, std::string started, base::Seconds began,
                           const base::Clock& clock, base::Log& log)
    : setting_(setting),
      job_(job),
      name_(job.job().name()),
      queues_(job.job().queues()),
      started_(std::move(started)),
      began_(began),
      clock_(clock) {
  if (const auto opened = open(); !opened) {
    log.info("`winnow top` will not find this run: " + opened.error().text());
  }
}

base::Result<void> RunPublisher::open() {
  const auto list = monitor::run_list_folder();
  if (list.empty()) return base::fail("there is no folder for the list of runs", "no HOME is set");
  auto sockets = monitor::socket_folder();
  if (!sockets) return tl::unexpected(std::move(sockets).error());
  const auto socket = *sockets / fmt::format("{}.sock", ::getpid());
  auto server = monitor::SnapshotServer::start(socket);
  if (!server) return tl::unexpected(std::move(server).error());
  server_ = *std::move(server);
  farm::FarmStatus nothing_yet;
  nothing_yet.queues.resize(queues_.size());
  server_->publish(to_json(snapshot(nothing_yet)));
  auto listing = monitor::RunListing::write(
      list, {.title = title_of(setting_.order.study),
             .job = name_,
             .result = std::filesystem::absolute(setting_.order.output).lexically_normal(),
             .host = setting_.cluster.nodes[setting_.cluster.node_of(0)].facts.hostname,
             .pid = ::getpid(),
             .started = started_,
             .socket = socket});
  if (!listing) return tl::unexpected(std::move(listing).error());
  listing_.emplace(*std::move(listing));
  return {};
}

void RunPublisher::observe(const farm::FarmStatus& status) {
  if (!server_) return;
  const auto now = clock_.now();
  if (now < next_) return;
  next_ = now + snapshot_interval;
  server_->publish(to_json(snapshot(status)));
}

monitor::Snapshot RunPublisher::snapshot(const farm::FarmStatus& status) const {
  monitor::Snapshot snapshot;
  snapshot.title = title_of(setting_.order.study);
  snapshot.job = name_;
  snapshot.result = std::filesystem::absolute(setting_.order.output).lexically_normal();
  snapshot.host = setting_.cluster.nodes[setting_.cluster.node_of(0)].facts.hostname;
  snapshot.pid = ::getpid();
  snapshot.started = started_;
  snapshot.elapsed = clock_.now() - began_;
  snapshot.queues = tasks_of(queues_, status.queues);
  for (const auto& queue : status.queues) {
    snapshot.done += queue.done + queue.quarantined;
    snapshot.found += queue.waiting + queue.sent + queue.running + queue.done + queue.quarantined;
    snapshot.setbacks += queue.quarantined;
  }
  snapshot.found_all = status.source_finished;
  for (std::size_t i = 0; i < status.nodes.size(); ++i) {
    const auto& node = status.nodes[i];
    const auto& planned = setting_.plan.nodes[i];
    snapshot.nodes.push_back(
        {planned.hostname, node.ranks, node.slots, node.permits, node.memory, node.peak, planned.limit});
  }
  job_.describe(snapshot);
  return snapshot;
}

}  // namespace winnow::app
