#include "farm/leader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <memory>
#include <utility>

#include "farm/retry.hpp"

namespace winnow::farm {
namespace {

/// The master may be held up for longer than a worker before its loss ends the run.
constexpr double patience_with_master = 3;

/// Batches per slot that a leader wants in hand, so that it never waits for the master.
constexpr std::uint64_t batches_in_hand = 4;

/// Leases that wait no longer than this are left where they are, though others idle: to call them back takes
/// messages, and mostly they are begun by then.
constexpr base::Seconds worth_calling_back{0.02};

}  // namespace

Leader::Leader(Rank rank, const std::vector<Rank>& members, const Setup& setup, bool listens, Sink& sink,
               base::Seconds now)
    : rank_(rank),
      setup_(setup),
      options_(setup.options),
      listens_(listens),
      sink_(sink),
      roster_(rank, members, setup.layout.nodes()[setup.layout.node_of(rank)].budget, now,
              setup.options.permits.processes_stay),
      admission_(setup.options, setup.layout.nodes()[setup.layout.node_of(rank)].limit),
      stock_(setup),
      report_(setup.queues.size(), options_.report_interval, options_.queue),
      workers_vigil_(options_.silence(), options_.heartbeat),
      master_vigil_(options_.silence() * patience_with_master, options_.heartbeat),
      master_heard_(now),
      next_beat_(now),
      settled_(now + options_.report_interval) {
  workers_vigil_.look(now);
  master_vigil_.look(now);
  report_.send_by(settled_);
}

void Leader::follow_me(Term term, Outbox& out) {
  for (const auto& member : roster_.members()) out.send(member.rank, Follow{term});
}

// ---- the master's words

void Leader::on(Grant&& grant, Rank /*from*/, base::Seconds now, Outbox& out) {
  master_heard_ = now;
  closing_round_ = 0;
  closed_ = false;
  asked_ -= std::min<std::uint64_t>(asked_, grant.tasks.size());
  for (auto& task : grant.tasks) stock_.add(std::move(task));
  advance(now, out);
}

void Leader::on(const MasterBeat& beat, Rank /*from*/, base::Seconds now, Outbox& /*out*/) {
  master_heard_ = now;
  waiting_with_master_ = beat.waiting;
}

void Leader::on(const Heard& heard, Rank /*from*/, base::Seconds now, Outbox& out) {
  master_heard_ = now;
  report_.heard(heard.reports);
  advance(now, out);
}

void Leader::on(const SaveNode& /*save*/, Rank /*from*/, base::Seconds now, Outbox& /*out*/) {
  master_heard_ = now;
  sink_.save();
}

void Leader::on(const Halt& /*halt*/, Rank /*from*/, base::Seconds now, Outbox& out) {
  master_heard_ = now;
  halted_ = true;
  call_back(out);
  advance(now, out);
}

void Leader::on(const CloseNode& close, Rank /*from*/, base::Seconds now, Outbox& out) {
  master_heard_ = now;
  closing_round_ = close.round;
  closed_ = false;
  for (const auto& member : roster_.members()) {
    if (!member.lost) out.send(member.rank, CloseWorker{close.round});
  }
}

void Leader::on(const FinishNode& finish, Rank /*from*/, base::Seconds /*now*/, Outbox& out) {
  // A member given up after the node's last word is in the run's end all the same if the master had not
  // heard.
  const auto& lost = finish.lost;
  for (const auto& member : roster_.members()) {
    if (member.rank == rank_ || std::binary_search(lost.begin(), lost.end(), member.rank)) continue;
    out.send(member.rank, FinishWorker{finish.ending, lost});
  }
  out.send(rank_, FinishWorker{finish.ending, lost});
}

// ---- the workers' words

Member* Leader::heed(Rank from, base::Seconds now, Outbox& out) {
  auto* member = roster_.find(from);
  if (member == nullptr || member->lost) {
    if (!closed_) out.send(from, Fence{});  // else the master may be ending the run with it
    return nullptr;
  }
  member->heard = now;
  return member;
}

void Leader::on(const Joined& joined, Rank from, base::Seconds now, Outbox& out) {
  auto* member = heed(from, now, out);
  if (member == nullptr) return;
  roster_.set_slots(*member, joined.slots);
  report_.send_soon();
  advance(now, out);
}

void Leader::on(Outcome&& outcome, Rank from, base::Seconds now, Outbox& out) {
  auto* member = heed(from, now, out);
  OpenLease lease;
  if (member == nullptr || !roster_.close(*member, outcome.lease, lease)) return;
  const auto& tasks = *lease.tasks;
  admission_.ended(outcome.processes);
  report_.ended(tasks);
  for (auto& [index, failure] : outcome.failures) {
    assert(index < tasks.size());
    note_failed(tasks[index], from, std::move(failure), true);
    report_.send_by(now);
  }
  if (outcome.kept) {
    keep(outcome, tasks, now);
  } else {
    for (std::uint32_t i = 0, f = 0; i < tasks.size(); ++i) {
      const bool failed = f < outcome.failures.size() && outcome.failures[f].index == i;
      failed ? static_cast<void>(++f) : stock_.add(Task(tasks[i]));
    }
  }
  if (tasks.front().suspicion > 0) report_.send_by(now);
  report_.send_regularly();
  advance(now, out);
}

void Leader::keep(Outcome& outcome, const std::vector<Task>& tasks, base::Seconds now) {
  if (listens_) {
    report_.answered(tasks, outcome.failures, std::move(outcome.answers));
    report_.send_by(now);
  } else if (!outcome.partial.empty()) {
    fold(outcome, tasks);
  }
  report_.done(tasks, outcome.failures);
  report_.ran(tasks, outcome.busy);
  stock_.measured(tasks, outcome.failures, outcome.busy);
}

void Leader::fold(Outcome& outcome, const std::vector<Task>& tasks) {
  outcome.revisions.resize(tasks.size());
  if (outcome.failures.empty()) return sink_.fold(outcome.partial, tasks, outcome.revisions);
  std::vector<Task> done;
  std::vector<std::uint64_t> revisions;
  auto failed = outcome.failures.begin();
  for (std::uint32_t i = 0; i < tasks.size(); ++i) {
    if (failed != outcome.failures.end() && failed->index == i) {
      ++failed;
    } else {
      done.push_back(tasks[i]);
      revisions.push_back(outcome.revisions[i]);
    }
  }
  sink_.fold(outcome.partial, done, revisions);
}

void Leader::on(const WorkerBeat& beat, Rank from, base::Seconds now, Outbox& out) {
  auto* member = heed(from, now, out);
  if (member == nullptr) return;
  ++member->beats;
  member->memory = beat.memory;
  member->processes = beat.processes;
  admission_.seen(beat.processes, member->running());
  member->cpu = beat.cpu;
  member->record = beat.record;
  roster_.set_slots(*member, beat.slots);
  if (!report_.drops_note()) report_.send_regularly();
  advance(now, out);
}

void Leader::on(const Leaving& leaving, Rank from, base::Seconds now, Outbox& out) {
  auto* member = heed(from, now, out);
  if (member == nullptr) return;
  member->record = leaving.record;
  lose(*member, now);
  advance(now, out);
}

void Leader::on(const WorkerClosed& closed, Rank from, base::Seconds now, Outbox& out) {
  auto* member = heed(from, now, out);
  if (member == nullptr) return;
  member->record = closed.record;
  member->closed_round = closed.round;
  close_when_all_have(out);
}

// ---- time

void Leader::note_waiting(Rank from, base::Seconds now) {
  if (auto* member = roster_.find(from)) member->heard = now;
  if (from == master_rank) master_heard_ = now;
}

void Leader::tick(const Tick& tick, base::Seconds now, Outbox& out) {
  workers_vigil_.look(now);
  master_vigil_.look(now);
  if (master_vigil_.lost(master_heard_, now)) {
    out.act(Leave{fmt::format("rank {} has heard nothing from the master for {}", rank_,
                              base::to_text(now - master_heard_))});
    return;
  }
  for (auto& member : roster_.members()) {
    if (member.rank != rank_ && !member.lost && workers_vigil_.lost(member.heard, now)) lose(member, now);
  }
  if (now >= next_beat_) {
    next_beat_ = now + options_.heartbeat;
    if (!report_.drops_note()) report_.send_by(now);
    for (const auto& member : roster_.members()) {
      if (!member.lost) out.send(member.rank, LeaderBeat{member.beats});
    }
  }
  weigh(tick, now, out);
  advance(now, out);
}

/// Where fewer leases may run than before, those that wait at workers come back, because they would run
/// without permission.
void Leader::weigh(const Tick& tick, base::Seconds now, Outbox& out) {
  const bool was_scarce = admission_.is_scarce();
  const auto waiting = static_cast<double>(stock_.size()) + waiting_with_master_ * roster_.slots();
  admission_.look(tick, roster_, waiting, now);
  stock_.follow_memory(admission_.share_by_memory(roster_.slots()));
  if (!was_scarce && admission_.is_scarce()) call_back(out);
}

/// All leases that wait.
void Leader::call_back(Outbox& out) {
  for (const auto& member : roster_.members()) {
    if (!member.lost) out.send(member.rank, Recall{});
  }
}

/// When leases that wait behind slow ones are to come back for members that have nothing to do.
base::Seconds Leader::evens_out_at() const {
  const bool is_last = stock_.empty() && !admission_.is_scarce() && !halted_;
  return is_last ? roster_.uneven_since() + worth_calling_back : base::Seconds::never();
}

void Leader::even_out(Outbox& out) {
  for (auto& member : roster_.members()) {
    if (!member.keeps_waiting()) continue;
    member.recalled = true;
    out.send(member.rank, Recall{});
  }
}

bool Leader::may_lease() const {
  return !report_.is_full() && admission_.admits(roster_.open_leases());
}

base::Seconds Leader::next_wakeup() const {
  return std::min({next_beat_, report_.due(), admission_.next_look(), evens_out_at()});
}

void Leader::lose(Member& member, base::Seconds now) {
  std::vector<Task> in_flight;
  for (const auto& lease : roster_.lose(member)) {
    report_.ended(*lease.tasks);
    in_flight.insert(in_flight.end(), lease.tasks->begin(), lease.tasks->end());
  }
  auto blame = blame_after_loss(std::move(in_flight));
  const bool certain = blame.suspects.size() == 1;
  for (auto& task : blame.suspects) {
    note_failed(std::move(task), member.rank,
                {FailureKind::worker_lost, fmt::format("rank {} was lost while it ran", member.rank)},
                certain);
  }
  for (auto& task : blame.innocent) stock_.add(std::move(task));
  member.record.lost = true;
  report_.lost(member.record);
  report_.send_by(now);
}

void Leader::note_failed(Task task, Rank where, TaskFailure failure, bool certain) {
  task.avoid = where;
  report_.failed({std::move(task), std::move(failure), certain});
}

// ---- handing out

void Leader::advance(base::Seconds now, Outbox& out) {
  if (halted_ || roster_.barren()) {
    give_back_all(now);
  } else if (!roster_.joining() || now >= settled_) {
    dispatch_retries(now, out);
    dispatch_batches(0, now, out);
    if (!stock_.has_retries() && !admission_.is_scarce()) dispatch_batches(options_.prefetch, now, out);
    ask(now);
    if (evens_out_at() <= now) even_out(out);
  }
  if (report_.due() < base::Seconds::never() && stock_.empty() && roster_.open_leases() < roster_.slots()) {
    roster_.open_leases() == 0 ? report_.send_by(now) : report_.send_soon();
  }
  if (report_.due() <= now) report(now, out);
  close_when_all_have(out);
}

void Leader::dispatch_retries(base::Seconds now, Outbox& out) {
  stock_.offer_retries([&](Task& task) {
    if (!may_lease()) return false;
    const auto beyond_slots = task.suspicion > 0 || admission_.is_scarce() ? 0 : options_.prefetch;
    auto* member = roster_.place_again(task, options_.need(task.size), beyond_slots);
    if (member == nullptr) return false;
    std::vector<Task> alone;
    alone.push_back(std::move(task));
    lease(*member, std::move(alone), now, out);
    return true;
  });
}

void Leader::dispatch_batches(std::uint32_t beyond_slots, base::Seconds now, Outbox& out) {
  while (stock_.fresh() > 0 && may_lease()) {
    if (beyond_slots > 0 && stock_.fresh() < roster_.slots())
      return;  // else somebody idles while tasks wait here
    auto* member = roster_.next_place(options_.need(stock_.next().size), beyond_slots);
    if (member == nullptr) return;
    lease(*member, stock_.cut_batch(roster_.slots()), now, out);
  }
}

void Leader::lease(Member& member, std::vector<Task>&& tasks, base::Seconds now, Outbox& out) {
  report_.leased(tasks);
  const auto need = options_.need(tasks.front().size);
  const auto id = next_lease_++;
  auto shared = std::make_shared<const std::vector<Task>>(std::move(tasks));
  out.send(member.rank, Lease{id, shared});
  roster_.open(member, {id, std::move(shared), need, now});
  admission_.begun(need, roster_.running());
}

void Leader::ask(base::Seconds now) {
  if (roster_.slots() == 0) return;
  const std::uint64_t slots = roster_.slots();
  const auto bound = std::max<std::uint64_t>(options_.window, batches_in_hand * slots);
  const auto target = std::min(bound, batches_in_hand * slots * stock_.largest_batch());
  const auto here = stock_.size();
  if (report_.done_count() >= target / batches_in_hand)
    report_.send_soon();  // the master counts these as in hand
  if (here + asked_ >= target - target / batches_in_hand) return;
  here + asked_ == 0 ? report_.send_by(now) : report_.send_soon();
  report_.ask(target - here - asked_);
  asked_ = target - here;
}

void Leader::give_back_all(base::Seconds now) {
  asked_ = 0;
  if (stock_.empty()) return;
  for (auto& task : stock_.take_all()) report_.returned(std::move(task));
  report_.send_by(now);
}

// ---- the leader's words to the master

void Leader::report(base::Seconds now, Outbox& out) {
  auto report = report_.take(now);
  for (std::size_t queue = 0; queue < report.queues.size(); ++queue) {
    const auto cut = stock_.last_cut(static_cast<std::uint16_t>(queue));
    report.queues[queue].batch = cut.tasks;
    report.queues[queue].batch_cause = cut.cause;
  }
  report.node = roster_.status();
  admission_.tell(report.node);
  report.only_worker = roster_.only_worker();
  report.barren = roster_.barren();
  out.send(master_rank, std::move(report));
}

void Leader::close_when_all_have(Outbox& out) {
  if (closing_round_ == 0 || report_.waits()) return;  // the last word says nothing of those lost
  NodeClosed closed{closing_round_, {}};
  for (const auto& member : roster_.members()) {
    if (member.lost) continue;
    if (member.closed_round != closing_round_) return;
    closed.workers.push_back(member.record);
  }
  closing_round_ = 0;
  closed_ = true;
  out.send(master_rank, std::move(closed));
}

}  // namespace winnow::farm
