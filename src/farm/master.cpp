#include "farm/master.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "farm/retry.hpp"

namespace winnow::farm {
namespace {

/// Retries looked at for each grant.
constexpr std::size_t retries_in_view = 256;

}  // namespace

Master::Master(const Setup& setup, std::unique_ptr<Source> source, Sink& sink, Ledger* ledger)
    : setup_(setup),
      options_(setup.options),
      source_(std::move(source)),
      sink_(sink),
      ledger_(ledger),
      pool_(setup.queues),
      queues_(setup.queues.size()),
      in_flight_by_queue_(setup.queues.size()),
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
  note_done(*node, report);
  for (auto& failed : report.failed) {
    node->returned(failed.task.id);
    take_failed(std::move(failed));
  }
  for (auto& task : report.returned) {
    node->returned(task.id);
    take_returned(std::move(task));
  }
  for (const auto& record : report.lost) records_[static_cast<std::size_t>(record.rank)] = record;
  for (std::size_t queue = 0; queue < report.queues.size(); ++queue) {
    node->running[queue] = report.queues[queue].running;
  }
  set_slots(*node, report.node);
  node->only_worker = report.only_worker;
  node->barren = report.barren;
  node->credits = report.barren ? 0 : node->credits + report.credits;
  hand_out(node, out);
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

void Master::on(const StopRequest& /*stop*/, Rank /*from*/, base::Seconds /*now*/, Outbox& out) {
  if (std::exchange(stopping_, true)) return;
  for (const auto& node : nodes_) {
    if (node.phase == Phase::led) out.send(node.leader, Halt{});
  }
  end_if_possible(out);
}

// ---- time and losses

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
  if (now >= next_beat_) {
    next_beat_ = now + options_.heartbeat;
    if (source_state_ == Source::State::waiting) source_state_ = Source::State::more;
    for (const auto& node : nodes_) {
      if (node.phase == Phase::led) out.send(node.leader, MasterBeat{});
    }
  }
  hand_out(nullptr, out);
}

base::Seconds Master::next_wakeup() const {
  if (stopping_) return next_beat_;
  const bool more = !repeats_.empty() || source_state_ == Source::State::more;
  const bool wanted = unserved_ && (more || !pool_.empty());
  return wanted || (more && has_room()) ? base::Seconds{} : next_beat_;
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
  for (std::size_t queue = 0; queue < queues_.size(); ++queue) {
    queues_[queue].done -= holdings.folded_by_queue[queue];
    queues_[queue].waiting += holdings.folded_by_queue[queue];
  }
  repeats_.insert(holdings.folded);
  std::vector<Task> in_flight;
  for (const auto& [first, last] : holdings.in_flight.intervals()) {
    ledger_->read(first, last, [&](Task&& task) { in_flight.push_back(std::move(task)); });
  }
  auto blame = blame_after_loss(std::move(in_flight));
  const bool certain = blame.suspects.size() == 1;
  for (auto& task : blame.suspects) {
    task.avoid = leader;
    take_failed({std::move(task),
                 {FailureKind::worker_lost, fmt::format("rank {} was lost while it ran", leader)},
                 certain});
  }
  for (auto& task : blame.innocent) take_returned(std::move(task));
}

void Master::set_slots(NodeAccount& node, const NodeStatus& status) {
  slots_ += status.slots;
  slots_ -= node.status.slots;
  node.status = status;
}

// ---- what becomes of tasks

void Master::note_done(NodeAccount& node, const Report& report) {
  if (report.done.empty()) return;
  node.done(report.done, report.queues);
  in_flight_ -= report.done.count();
  for (std::size_t queue = 0; queue < queues_.size(); ++queue) {
    in_flight_by_queue_[queue] -= report.queues[queue].done;
    queues_[queue].done += report.queues[queue].done;
  }
  if (source_state_ == Source::State::waiting) source_state_ = Source::State::more;
  if (!source_->listens()) return;
  for (const auto& [first, last] : report.done.intervals()) {
    for (auto id = first; id < last; ++id) {
      const auto task = listened_.extract(id);
      if (!task.empty() && !task.mapped().told) source_->tell(task.mapped(), nullptr);
    }
  }
}

void Master::take_failed(FailedTask&& failed) {
  auto& [task, failure, certain] = failed;
  const bool spent = certain && task.attempt >= options_.max_retries;
  if (task.attempt < std::numeric_limits<std::uint16_t>::max()) ++task.attempt;
  if (failure.kind == FailureKind::worker_lost && task.suspicion < std::numeric_limits<std::uint8_t>::max()) {
    ++task.suspicion;
  }
  if (!spent) {
    ++queues_[task.queue].retried;
    return take_returned(std::move(task));
  }
  --in_flight_;
  --in_flight_by_queue_[task.queue];
  ++queues_[task.queue].quarantined;
  listened_.erase(task.id);
  sink_.quarantine(task, failure);
  if (!source_->listens() || task.told) return;
  source_->tell(task, &failure);
  if (source_state_ == Source::State::waiting) source_state_ = Source::State::more;
}

void Master::take_returned(Task&& task) {
  --in_flight_;
  --in_flight_by_queue_[task.queue];
  ++queues_[task.queue].waiting;
  listened_.erase(task.id);
  if (task.attempt > 0) {
    retries_.push_back(std::move(task));
  } else {
    pool_.push(std::move(task));
  }
}

// ---- handing out

void Master::hand_out(NodeAccount* asking, Outbox& out) {
  if (!stopping_ && !finished_) {
    const bool was_empty = pool_.empty();
    refill();
    const bool news_for_all = (was_empty && !pool_.empty()) || !retries_.empty();
    if (asking == nullptr || news_for_all) {
      serve_all(out);
    } else {
      grant(*asking, out);
    }
    refill();
  }
  end_if_possible(out);
}

bool Master::has_room() const {
  return pool_.size() <= window() / 2;
}

std::size_t Master::window() const {
  constexpr std::uint64_t tasks_per_slot = 4;
  return std::max<std::uint64_t>(options_.window, tasks_per_slot * slots_);
}

void Master::refill() {
  if (!has_room()) return;
  const auto room = window() - pool_.size();
  if (!repeats_.empty()) return repeat_from_ledger(room);
  if (source_state_ != Source::State::more) return;
  pulled_.clear();
  source_state_ = source_->pull(room, pulled_);
  for (auto& task : pulled_) {
    ++queues_[task.queue].waiting;
    pool_.push(std::move(task));
  }
}

void Master::repeat_from_ledger(std::size_t room) {
  const auto [first, end] = *repeats_.intervals().begin();
  const auto last = std::min<TaskId>(end, first + room);
  ledger_->read(first, last, [this](Task&& task) {
    task.attempt = 0;
    task.suspicion = 0;
    task.told = true;
    pool_.push(std::move(task));
  });
  repeats_.erase(first, last);
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
  std::vector<Task> tasks;
  add_retries(node, limit, tasks);
  while (tasks.size() < limit && !pool_.empty()) tasks.push_back(pool_.pop());
  if (tasks.size() < limit) unserved_ = true;
  if (tasks.empty()) return;
  for (auto& task : tasks) enter(node, task);
  node.credits -= tasks.size();
  out.send(node.leader, Grant{std::move(tasks)});
}

std::uint64_t Master::room_of(const NodeAccount& node) const {
  const auto slots =
      std::max<std::uint64_t>(slots_, records_.size());  // a node counts before its first report
  const auto share = (pool_.size() + in_flight_) * node.status.slots / (2 * slots);
  const auto fair = std::max<std::uint64_t>(share, node.status.slots);
  return fair - std::min(fair, node.in_flight());
}

void Master::add_retries(const NodeAccount& node, std::uint64_t at_most, std::vector<Task>& tasks) {
  auto task = retries_.begin();
  for (std::size_t seen = 0; seen < retries_in_view && task != retries_.end() && tasks.size() < at_most;
       ++seen) {
    if (!suits(node, *task)) {
      ++task;
      continue;
    }
    tasks.push_back(std::move(*task));
    task = retries_.erase(task);
  }
}

bool Master::suits(const NodeAccount& node, const Task& task) const {
  if (task.suspicion > 0 && !node.takes_suspect(task.suspicion)) return false;
  const auto qualms = qualms_about(node.only_worker, task, master_rank);
  return qualms == 0 || std::none_of(nodes_.begin(), nodes_.end(), [&](const NodeAccount& other) {
           return other.status.slots > 0 && qualms_about(other.only_worker, task, master_rank) < qualms;
         });
}

void Master::enter(NodeAccount& node, Task& task) {
  task.id = next_id_++;
  node.granted(task);
  if (node.leader != master_rank) ledger_->append(task);
  if (source_->listens()) listened_.emplace(task.id, task);
  --queues_[task.queue].waiting;
  ++in_flight_;
  ++in_flight_by_queue_[task.queue];
}

// ---- the end

bool Master::may_end(Ending& ending) const {
  if (in_flight_ > 0) return false;
  bool barren = true;
  for (const auto& node : nodes_) {
    if (node.phase == Phase::polled) return false;
    if (node.phase == Phase::led && !node.barren) barren = false;
  }
  const bool all_given =
      source_state_ == Source::State::finished && pool_.empty() && retries_.empty() && repeats_.empty();
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
  status.queues = queues_;
  status.source_finished = source_state_ == Source::State::finished;
  for (std::size_t queue = 0; queue < queues_.size(); ++queue) {
    auto& one = status.queues[queue];
    for (const auto& node : nodes_) one.running += node.running[queue];
    one.running = std::min(one.running, in_flight_by_queue_[queue]);
    one.sent = in_flight_by_queue_[queue] - one.running;
  }
  for (const auto& node : nodes_) status.nodes.push_back(node.status);
  return status;
}

}  // namespace winnow::farm
