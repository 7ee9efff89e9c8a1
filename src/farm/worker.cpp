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
  out.send(leader_, Joined{slots_});
}

bool Worker::heed(Rank from, base::Seconds now) {
  if (from != leader_) return false;
  heard_ = now;
  return true;
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
  for (auto& work : works_) work.is_void = true;
  out.act(WithdrawWork{});
  out.send(leader_, Joined{slots_});
}

void Worker::on(Lease&& lease, Rank from, base::Seconds now, Outbox& out) {
  if (!heed(from, now)) return;
  closed_ = false;
  const auto timeout = timeout_of(lease.tasks->front());
  works_.push_back({next_work_++, lease.id, std::move(lease.tasks), now + timeout});
  if (slots_ == 0) return give_back_all(out);
  out.act(QueueWork{works_.back().id, works_.back().tasks});
}

void Worker::on(const Recall& /*recall*/, Rank from, base::Seconds now, Outbox& out) {
  if (heed(from, now)) out.act(WithdrawWork{});
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

std::optional<Worker::Work> Worker::take(WorkId id) {
  const auto found = std::ranges::find(works_, id, &Work::id);
  if (found == works_.end()) return std::nullopt;
  auto work = std::move(*found);
  works_.erase(found);
  return work;
}

void Worker::give_back(const Work& work, Outbox& out) {
  if (work.is_void) return;
  Outcome outcome;
  outcome.lease = work.lease;
  outcome.kept = false;
  out.send(leader_, std::move(outcome));
}

void Worker::give_back_all(Outbox& out) {
  for (const auto& work : std::exchange(works_, {})) give_back(work, out);
}

void Worker::withdrawn(const WorkWithdrawn& event, Outbox& out) {
  for (const auto id : event.works) {
    if (const auto work = take(id)) give_back(*work, out);
  }
}

void Worker::finished(KernelFinished&& kernel, Outbox& out) {
  const auto work = take(kernel.work);
  if (!work) return;
  record_.busy += kernel.busy;
  const auto handed_back = static_cast<std::uint64_t>(std::ranges::count(
      kernel.failures, FailureKind::handed_back, [](const FailedAt& one) { return one.failure.kind; }));
  const auto done = work->tasks->size() - handed_back;
  record_.tasks += done;
  record_.times.add(kernel.busy, done);
  record_.failures += kernel.failures.size() - handed_back;
  if (work->is_void) return;
  out.send(leader_,
           Outcome{work->lease, kernel.kept, std::move(kernel.failures), std::move(kernel.partial),
                   kernel.busy, std::move(kernel.revisions), std::move(kernel.answers), kernel.processes});
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
        fmt::format("rank {} has heard nothing from its leader for {}", rank_, base::to_text(now - heard_))});
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
  out.send(leader_, WorkerBeat{memory_, processes_, slots_, record_, cpu_});
}

void Worker::check_deadlines(const Tick& tick, base::Seconds now, Outbox& out) {
  const auto before = slots_;
  for (auto& work : works_) {
    // Unless the driver knows better: it may not have begun.
    if (work.deadline <= now) work.deadline = now + options_.heartbeat;
  }
  for (const auto& kernel : tick.kernels) {
    const auto work = std::ranges::find(works_, kernel.work, &Work::id);
    if (work == works_.end()) continue;
    work->deadline = kernel.started_at + timeout_of(work->tasks->at(kernel.index));
    if (work->deadline <= now) abandon(kernel, out);
  }
  if (slots_ < before) settle_for_fewer_slots(now, out);
}

void Worker::abandon(const KernelProgress& kernel, Outbox& out) {
  const auto work = take(kernel.work);
  --slots_;
  record_.tasks += kernel.index + 1;
  record_.failures += 1;
  out.act(AbandonKernel{kernel.slot, kernel.work});
  if (work->is_void) return;
  TaskFailure failure{
      FailureKind::timeout,
      fmt::format("ran longer than {}", base::to_text(timeout_of(work->tasks->at(kernel.index))))};
  out.send(leader_, Outcome{work->lease, false, {{kernel.index, std::move(failure)}}, {}, {}});
}

void Worker::settle_for_fewer_slots(base::Seconds now, Outbox& out) {
  if (slots_ > 0) return tell_state(now, out);
  give_back_all(out);
  const bool needed = leader_ == rank_ || rank_ == master_rank || closed_;
  if (needed) return tell_state(now, out);
  out.send(leader_, Leaving{record_});
  out.act(Leave{fmt::format("every kernel of rank {} hangs", rank_)});
}

base::Seconds Worker::next_wakeup() const {
  auto wakeup = next_beat_;
  for (const auto& work : works_) wakeup = std::min(wakeup, work.deadline);
  return wakeup;
}

}  // namespace winnow::farm
