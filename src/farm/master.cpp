#include "farm/master.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "farm/retry.hpp"

namespace winnow::farm {

Master::Master(const Setup& setup, std::unique_ptr<Source> source, bool listens, Sink& sink, Ledger* ledger)
    : setup_(setup),
      options_(setup.options),
      listens_(listens),
      backlog_(setup, std::move(source), listens, sink, ledger),
      records_(setup.layout.ranks()),
      vigil_(options_.silence(), options_.heartbeat) {
  for (const auto& node : setup.layout.nodes()) nodes_.emplace_back(node.ranks.front(), setup.queues.size());
  for (std::size_t rank = 0; rank < records_.size(); ++rank) records_[rank].rank = static_cast<Rank>(rank);
}

void Master::start(base::Seconds now) {
  for (auto& node : nodes_) node.heard = now;
  next_beat_ = now;
  vigil_.look(now);
}

// ---- the leaders' words

NodeAccount* Master::led_by(Rank rank) {
  auto& node = nodes_[setup_.layout.node_of(rank)];
  return node.phase == Phase::led && node.leader == rank ? &node : nullptr;
}

void Master::on(Report&& report, Rank from, base::Seconds now, Outbox& out) {
  auto* node = led_by(from);
  if (node == nullptr) return;
  node->heard = now;
  if (listens_) {
    node->told(report.done);
    backlog_.tell(std::move(report.answers));
  } else {
    node->folded(report.done, report.queues);
  }
  backlog_.ran(report.queues);
  backlog_.done(report.done, report.queues);
  for (auto& failed : report.failed) {
    node->returned(failed.task.id);
    backlog_.failed(std::move(failed));
  }
  for (auto& task : report.returned) {
    node->returned(task.id);
    backlog_.returned(std::move(task));
  }
  for (const auto& record : report.lost) records_[static_cast<std::size_t>(record.rank)] = record;
  for (std::size_t queue = 0; queue < report.queues.size(); ++queue) {
    node->running[queue] = report.queues[queue].running;
  }
  set_slots(*node, report.node);
  node->only_worker = report.only_worker;
  node->barren = report.barren;
  node->credits = report.barren ? 0 : node->credits + report.credits;
  acknowledge(*node, out);
  hand_out(node, out);
}

/// Often enough that a leader never waits for a master that keeps up.
void Master::acknowledge(NodeAccount& node, Outbox& out) {
  constexpr std::uint32_t parts = 4;
  ++node.reports;
  if (node.reports - node.acknowledged < std::max(1U, options_.queue / parts)) return;
  node.acknowledged = node.reports;
  out.send(node.leader, Heard{node.reports});
}

void Master::on(const Present& present, Rank from, base::Seconds now, Outbox& out) {
  auto& node = nodes_[setup_.layout.node_of(from)];
  if (node.phase != Phase::polled || node.term != present.term) return;
  node.phase = Phase::led;
  node.leader = from;
  node.heard = now;
  Lead lead{node.term, {}};
  for (const auto rank : setup_.layout.nodes()[setup_.layout.node_of(from)].ranks) {
    if (!is_lost(rank)) lead.members.push_back(rank);
  }
  out.send(from, std::move(lead));
  if (stopping_) out.send(from, Halt{});
}

void Master::on(NodeClosed&& closed, Rank from, base::Seconds now, Outbox& out) {
  auto* node = led_by(from);
  if (node == nullptr) return;
  node->heard = now;
  if (!closing_ || closed.round != round_) return;
  node->closed = true;
  for (const auto& record : closed.workers) records_[static_cast<std::size_t>(record.rank)] = record;
  end_if_possible(out);
}

void Master::on(const StopRequest& /*stop*/, Rank /*from*/, base::Seconds now, Outbox& out) {
  if (std::exchange(stopping_, true)) return;
  patience_ends_ = now + options_.stop_patience;
  for (const auto& node : nodes_) {
    if (node.phase == Phase::led) out.send(node.leader, Halt{});
  }
  end_if_possible(out);
}

void Master::save(Outbox& out) {
  for (const auto& node : nodes_) {
    if (node.phase == Phase::led) out.send(node.leader, SaveNode{});
  }
}

// ---- time and losses

void Master::note_waiting(Rank from, base::Seconds now) {
  if (auto* node = led_by(from)) node->heard = now;
}

void Master::tick(base::Seconds now, Outbox& out) {
  vigil_.look(now);
  for (std::uint32_t n = 0; n < nodes_.size(); ++n) {
    auto& node = nodes_[n];
    if (node.leader == master_rank || node.phase == Phase::gone || !vigil_.lost(node.heard, now)) continue;
    if (node.phase == Phase::led) {
      lose_leader(n, now, out);
    } else {
      node.phase = Phase::gone;
      for (const auto rank : setup_.layout.nodes()[n].ranks) lose_rank(rank);
    }
  }
  impatient_ = now >= patience_ends_;
  if (now >= backlog_.source_wakes_at()) backlog_.ask_again();
  if (now >= next_beat_) {
    next_beat_ = now + options_.heartbeat;
    backlog_.ask_again();
    const auto slots = static_cast<double>(std::max<std::uint64_t>(1, slots_));
    const MasterBeat beat{static_cast<double>(backlog_.fresh()) / slots};
    for (const auto& node : nodes_) {
      if (node.phase == Phase::led) out.send(node.leader, beat);
    }
  }
  hand_out(nullptr, out);
}

base::Seconds Master::next_wakeup() const {
  if (stopping_) return impatient_ ? next_beat_ : std::min(next_beat_, patience_ends_);
  const bool wanted = unserved_ && (backlog_.has_more() || backlog_.fresh() > 0);
  const bool refillable = backlog_.has_more() && backlog_.has_room(slots_);
  return wanted || refillable ? base::Seconds{} : std::min(next_beat_, backlog_.source_wakes_at());
}

void Master::lose_rank(Rank rank) {
  records_[static_cast<std::size_t>(rank)].lost = true;
}

void Master::lose_leader(std::uint32_t n, base::Seconds now, Outbox& out) {
  auto& node = nodes_[n];
  lose_rank(node.leader);
  set_slots(node, {});
  take_from_lost(node.lose_leader(), node.leader);
  node.phase = Phase::polled;
  node.leader = no_rank;
  node.heard = now;
  ++node.term;
  closing_ = false;
  bool anyone = false;
  for (const auto rank : setup_.layout.nodes()[n].ranks) {
    if (is_lost(rank)) continue;
    anyone = true;
    out.send(rank, Poll{node.term});
  }
  if (!anyone) node.phase = Phase::gone;
}

void Master::take_from_lost(NodeAccount::Holdings&& holdings, Rank leader) {
  backlog_.repeat(holdings.folded, holdings.folded_by_queue);
  auto blame = blame_after_loss(backlog_.on_record(holdings.in_flight));
  const bool certain = blame.suspects.size() == 1;
  for (auto& task : blame.suspects) {
    task.avoid = leader;
    backlog_.failed({std::move(task),
                     {FailureKind::worker_lost, fmt::format("rank {} was lost while it ran", leader)},
                     certain});
  }
  for (auto& task : blame.innocent) backlog_.returned(std::move(task));
}

void Master::set_slots(NodeAccount& node, const NodeStatus& status) {
  slots_ += status.slots;
  slots_ -= node.status.slots;
  node.hear(status);
}

// ---- handing out

void Master::hand_out(NodeAccount* asking, Outbox& out) {
  if (!stopping_ && !finished_) {
    const bool was_empty = backlog_.fresh() == 0;
    backlog_.refill(slots_);
    const bool news_for_all = (was_empty && backlog_.fresh() > 0) || backlog_.has_retries();
    if (asking == nullptr || news_for_all) {
      serve_all(out);
    } else {
      grant(*asking, out);
    }
    backlog_.refill(slots_);
  }
  end_if_possible(out);
}

void Master::serve_all(Outbox& out) {
  unserved_ = false;
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    turn_ = turn_ + 1 < nodes_.size() ? turn_ + 1 : 0;
    grant(nodes_[turn_], out);
  }
}

void Master::grant(NodeAccount& node, Outbox& out) {
  const auto limit = std::min(node.credits, room_of(node));
  if (limit == 0) return;
  const bool may_be_lost = node.leader != master_rank;
  auto tasks = backlog_.give(
      limit, [&](const Task& task) { return suits(node, task); }, may_be_lost);
  if (tasks.size() < limit) unserved_ = true;
  if (tasks.empty()) return;
  for (const auto& task : tasks) node.granted(task);
  node.credits -= tasks.size();
  out.send(node.leader, Grant{std::move(tasks)});
}

std::uint64_t Master::room_of(const NodeAccount& node) const {
  const auto slots =
      std::max<std::uint64_t>(slots_, records_.size());   // a node counts before its first report
  const std::uint64_t parts = nodes_.size() > 1 ? 2 : 1;  // a rest is kept back for other nodes
  const auto share = (backlog_.fresh() + backlog_.in_flight()) * node.status.slots / (parts * slots);
  const auto fair = std::max<std::uint64_t>(share, node.status.slots);
  return fair - std::min(fair, node.in_flight());
}

bool Master::suits(const NodeAccount& node, const Task& task) const {
  if (task.suspicion > 0 && !node.takes_suspect(task.suspicion)) return false;
  const auto qualms = qualms_about(node.only_worker, task, master_rank);
  return qualms == 0 || std::none_of(nodes_.begin(), nodes_.end(), [&](const NodeAccount& other) {
           return other.status.slots > 0 && qualms_about(other.only_worker, task, master_rank) < qualms;
         });
}

// ---- the end

bool Master::may_end(Ending& ending) const {
  const bool all_landed = backlog_.in_flight() == 0;
  if (!all_landed && !impatient_) return false;
  bool barren = true;
  for (const auto& node : nodes_) {
    if (node.phase == Phase::polled) return false;
    if (node.phase == Phase::led && !node.barren) barren = false;
  }
  const bool all_given = all_landed && backlog_.exhausted();
  ending = all_given ? Ending::complete : stopping_ ? Ending::stopped : Ending::no_workers;
  return all_given || stopping_ || barren;
}

void Master::end_if_possible(Outbox& out) {
  if (finished_) return;
  if (!may_end(ending_)) {
    closing_ = false;
    return;
  }
  if (!std::exchange(closing_, true)) {
    ++round_;
    for (auto& node : nodes_) {
      node.closed = false;
      if (node.phase == Phase::led) out.send(node.leader, CloseNode{round_});
    }
    return;
  }
  const bool all_closed = std::all_of(nodes_.begin(), nodes_.end(), [](const NodeAccount& node) {
    return node.phase != Phase::led || node.closed;
  });
  if (all_closed) finish(out);
}

void Master::finish(Outbox& out) {
  finished_ = true;
  FinishNode last_word{ending_, {}};
  for (const auto& record : records_) {
    if (record.lost) last_word.lost.push_back(record.rank);
  }
  for (const auto& node : nodes_) {
    if (node.phase == Phase::led && node.leader != master_rank) out.send(node.leader, last_word);
  }
  out.send(master_rank, std::move(last_word));
}

FarmStatus Master::status() const {
  FarmStatus status;
  status.source_finished = backlog_.source_finished();
  std::vector<std::uint64_t> running(setup_.queues.size());
  for (const auto& node : nodes_) {
    status.nodes.push_back(node.status);
    for (std::size_t queue = 0; queue < running.size(); ++queue) running[queue] += node.running[queue];
  }
  status.queues = backlog_.queues(running);
  for (const auto& record : records_) {
    if (record.lost) status.lost.push_back(record.rank);
  }
  return status;
}

}  // namespace winnow::farm
