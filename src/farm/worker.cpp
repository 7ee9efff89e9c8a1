#include "farm/worker.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace winnow::farm {
namespace {

/// A worker outwaits the loss of its leader, the search for a new one, and one more loss.
constexpr double patience = 3;

}  // namespace

Worker::Worker(Rank rank, std::uint32_t slots, Rank leader, const FarmOptions& options)
    : rank_(rank),
      leader_(leader),
      options_(options),
      slots_(slots),
      vigil_(options.silence() * patience, options.heartbeat) {
  record_.rank = rank;
}

void Worker::start(base::Seconds now, Outbox& out) {
  heard_ = now;
  next_beat_ = now + options_.heartbeat;
  vigil_.look(now);
  out.send(leader_, Joined{usable_slots()});
}

bool Worker::heed(Rank from, base::Seconds now) {
  if (from != leader_) return false;
  heard_ = now;
  return true;
}

std::uint32_t Worker::usable_slots() const {
  return static_cast<std::uint32_t>(std::count_if(
      slots_.begin(), slots_.end(), [](const Slot& slot) { return slot.state != State::written_off; }));
}

void Worker::on(const Poll& poll, Rank from, base::Seconds now, Outbox& out) {
  heard_ = now;
  out.send(from, Present{poll.term});
}

void Worker::on(const Follow& follow, Rank from, base::Seconds now, Outbox& out) {
  if (follow.term <= term_) return;
  term_ = follow.term;
  leader_ = from;
  heard_ = now;
  closed_ = false;
  beats_ = 0;
  beats_waiting_ = 0;
  waiting_.clear();
  for (auto& slot : slots_) {
    if (slot.state == State::running) slot.state = State::running_void;
  }
  out.send(leader_, Joined{usable_slots()});
}

void Worker::on(Lease&& lease, Rank from, base::Seconds now, Outbox& out) {
  if (!heed(from, now)) return;
  closed_ = false;
  waiting_.push_back(std::move(lease));
  fill_slots(now, out);
  if (usable_slots() == 0) give_back_waiting(out);
}

void Worker::on(const Recall& /*recall*/, Rank from, base::Seconds now, Outbox& out) {
  if (heed(from, now)) give_back_waiting(out);
}

void Worker::on(const LeaderBeat& beat, Rank from, base::Seconds now, Outbox& /*out*/) {
  if (heed(from, now)) beats_waiting_ = beats_ - std::min(beats_, beat.beats);
}

void Worker::on(const CloseWorker& close, Rank from, base::Seconds now, Outbox& out) {
  if (!heed(from, now)) return;
  closed_ = true;
  out.send(leader_, WorkerClosed{close.round, record_});
}

void Worker::on(const FinishWorker& finish, Rank from, base::Seconds now, Outbox& out) {
  if (heed(from, now)) out.act(Finished{finish.ending, finish.lost});
}

void Worker::on(const Fence& /*fence*/, Rank from, base::Seconds /*now*/, Outbox& out) {
  if (from != leader_ && from != master_rank) return;
  out.act(Leave{fmt::format("rank {} was silent for too long and its tasks were given to others", rank_)});
}

base::Seconds Worker::timeout_of(const Task& task) const {
  return task.timeout.value_or(options_.timeout);
}

void Worker::fill_slots(base::Seconds now, Outbox& out) {
  for (std::uint32_t i = 0; i < slots_.size() && !waiting_.empty(); ++i) {
    auto& slot = slots_[i];
    if (slot.state != State::idle) continue;
    auto lease = std::move(waiting_.front());
    waiting_.erase(waiting_.begin());
    slot = {State::running, lease.id, lease.tasks, now + timeout_of(lease.tasks->front())};
    out.act(StartKernel{i, lease.id, std::move(lease.tasks)});
  }
}

void Worker::give_back_waiting(Outbox& out) {
  for (const auto& lease : std::exchange(waiting_, {})) {
    Outcome outcome;
    outcome.lease = lease.id;
    outcome.kept = false;
    out.send(leader_, std::move(outcome));
  }
}

void Worker::finished(KernelFinished&& kernel, base::Seconds now, Outbox& out) {
  auto& slot = slots_.at(kernel.slot);
  if (slot.state == State::written_off || slot.state == State::idle) return;
  const bool wanted = std::exchange(slot.state, State::idle) == State::running;
  record_.busy += kernel.busy;
  const auto handed_back = static_cast<std::uint64_t>(std::ranges::count(
      kernel.failures, FailureKind::handed_back, [](const FailedAt& one) { return one.failure.kind; }));
  record_.tasks += slot.tasks->size() - handed_back;
  record_.failures += kernel.failures.size() - handed_back;
  if (wanted) {
    out.send(leader_,
             Outcome{kernel.lease, kernel.kept, std::move(kernel.failures), std::move(kernel.partial),
                     kernel.busy, std::move(kernel.revisions), std::move(kernel.answers), kernel.processes});
  }
  fill_slots(now, out);
}

void Worker::tick(const Tick& tick, base::Seconds now, Outbox& out) {
  memory_ = tick.memory;
  processes_ = tick.processes;
  cpu_ = tick.cpu;
  record_.peak = std::max(record_.peak, tick.peak);
  vigil_.look(now);
  check_deadlines(tick, now, out);
  if (out.over()) return;
  if (vigil_.lost(heard_, now)) {
    out.act(Leave{
        fmt::format("rank {} has heard nothing from the master for {}", rank_, base::to_text(now - heard_))});
  } else if (now >= next_beat_) {
    beat(now, out);
  }
}

/// A leader that has not dealt with many earlier ones needs no more of them.
void Worker::beat(base::Seconds now, Outbox& out) {
  if (beats_waiting_ < options_.queue) return tell_state(now, out);
  next_beat_ = now + options_.heartbeat;
  ++dropped_notes_;
}

void Worker::tell_state(base::Seconds now, Outbox& out) {
  next_beat_ = now + options_.heartbeat;
  ++beats_;
  ++beats_waiting_;
  out.send(leader_, WorkerBeat{memory_, processes_, usable_slots(), record_, cpu_});
}

void Worker::check_deadlines(const Tick& tick, base::Seconds now, Outbox& out) {
  const auto before = usable_slots();
  for (auto& slot : slots_) {
    if (slot.deadline <= now) slot.deadline = now + options_.heartbeat;  // unless the driver knows better
  }
  for (const auto& kernel : tick.kernels) {
    auto& slot = slots_.at(kernel.slot);
    const bool runs = slot.state == State::running || slot.state == State::running_void;
    if (!runs || slot.lease != kernel.lease) continue;
    slot.deadline = kernel.started_at + timeout_of(slot.tasks->at(kernel.index));
    if (slot.deadline <= now) abandon(kernel, out);
  }
  if (usable_slots() < before) settle_for_fewer_slots(now, out);
}

void Worker::abandon(const KernelProgress& kernel, Outbox& out) {
  auto& slot = slots_.at(kernel.slot);
  const bool wanted = std::exchange(slot.state, State::written_off) == State::running;
  record_.tasks += kernel.index + 1;
  record_.failures += 1;
  out.act(AbandonKernel{kernel.slot});
  if (!wanted) return;
  TaskFailure failure{
      FailureKind::timeout,
      fmt::format("ran longer than {}", base::to_text(timeout_of(slot.tasks->at(kernel.index))))};
  out.send(leader_, Outcome{slot.lease, false, {{kernel.index, std::move(failure)}}, {}, {}});
}

void Worker::settle_for_fewer_slots(base::Seconds now, Outbox& out) {
  if (usable_slots() > 0) return tell_state(now, out);
  give_back_waiting(out);
  const bool needed = leader_ == rank_ || rank_ == master_rank || closed_;
  if (needed) return tell_state(now, out);
  out.send(leader_, Leaving{record_});
  out.act(Leave{fmt::format("every kernel of rank {} hangs", rank_)});
}

base::Seconds Worker::next_wakeup() const {
  auto wakeup = next_beat_;
  for (const auto& slot : slots_) {
    if (slot.state == State::running || slot.state == State::running_void) {
      wakeup = std::min(wakeup, slot.deadline);
    }
  }
  return wakeup;
}

}  // namespace winnow::farm
