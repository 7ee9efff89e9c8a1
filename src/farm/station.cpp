#include "winnow/farm/station.hpp"

#include <algorithm>
#include <cassert>
#include <type_traits>
#include <utility>
#include <variant>

#include "farm/leader.hpp"
#include "farm/master.hpp"
#include "farm/outbox.hpp"
#include "farm/worker.hpp"

namespace winnow::farm {

Station::Station(Rank rank, std::uint32_t slots, std::shared_ptr<const Setup> setup, Job& job, Ledger* ledger)
    : rank_(rank), setup_(std::move(setup)), job_(job) {
  assert(slots > 0);
  worker_ = std::make_unique<Worker>(rank, slots, first_leader(), setup_->options);
  if (rank == master_rank) {
    assert(first_leader() == master_rank && (ledger != nullptr || setup_->layout.nodes().size() == 1));
    master_ = std::make_unique<Master>(*setup_, job.make_source(), job.listens(), job.sink(), ledger);
  }
}

Station::Station(Station&&) noexcept = default;
Station::~Station() = default;

void Station::handle(Event event, base::Seconds now, std::vector<Action>& actions) {
  assert(!over_ && "no event follows Leave or Finished");
  Outbox out(rank_, actions, to_self_);
  std::visit([&](auto& body) { on(std::move(body), now, out); }, event);
  for (std::size_t i = 0; i < to_self_.size() && !out.over(); ++i) {
    auto message = std::move(to_self_[i]);  // the vector grows while roles answer each other
    deliver(rank_, std::move(message), now, out);
  }
  to_self_.clear();
  over_ = out.over();
}

void Station::note_waiting(Rank from, base::Seconds now) {
  worker_->note_waiting(from, now);
  if (leader_) leader_->note_waiting(from, now);
  if (master_ && !master_->is_lost(from)) master_->note_waiting(from, now);
}

void Station::on(Started&& /*event*/, base::Seconds now, Outbox& out) {
  if (master_) master_->start(now);
  if (first_leader() == rank_) lead(setup_->layout.nodes()[setup_->layout.node_of(rank_)].ranks, now);
  worker_->start(now, out);
}

void Station::on(MessageArrived&& event, base::Seconds now, Outbox& out) {
  deliver(event.from, std::move(event.message), now, out);
}

void Station::on(Tick&& event, base::Seconds now, Outbox& out) {
  worker_->tick(event, now, out);
  if (leader_ && !out.over()) leader_->tick(event, now, out);
  if (master_ && !out.over()) master_->tick(now, out);
}

void Station::on(KernelFinished&& event, base::Seconds /*now*/, Outbox& out) {
  worker_->finished(std::move(event), out);
}

void Station::on(WorkWithdrawn&& event, base::Seconds /*now*/, Outbox& out) {
  worker_->withdrawn(event, out);
}

void Station::on(StopRequested&& /*event*/, base::Seconds /*now*/, Outbox& out) {
  out.send(master_rank, StopRequest{});
}

void Station::on(CheckpointRequested&& /*event*/, base::Seconds /*now*/, Outbox& out) {
  if (master_) master_->save(out);
}

/// Each message has one role that listens to it; a leader's messages to a rank that leads no more, or not
/// yet, are stale.
void Station::deliver(Rank from, Message&& message, base::Seconds now, Outbox& out) {
  if (master_ && master_->is_lost(from)) {
    if (!std::holds_alternative<Fence>(message)) out.send(from, Fence{});
    return;
  }
  const auto give = [&]<class Body>(Body& body) {
    if constexpr (std::is_same_v<Body, Lead>) {
      if (leader_) return;
      lead(body.members, now);
      leader_->follow_me(body.term, out);
    } else if constexpr (requires { worker_->on(std::move(body), from, now, out); }) {
      worker_->on(std::move(body), from, now, out);
    } else if constexpr (requires { leader_->on(std::move(body), from, now, out); }) {
      if (leader_) leader_->on(std::move(body), from, now, out);
    } else {
      if (master_) master_->on(std::move(body), from, now, out);
    }
  };
  std::visit(give, message);
}

void Station::lead(const std::vector<Rank>& members, base::Seconds now) {
  leader_ = std::make_unique<Leader>(rank_, members, *setup_, job_.listens(), job_.sink(), now);
}

Rank Station::first_leader() const {
  return setup_->layout.nodes()[setup_->layout.node_of(rank_)].ranks.front();
}

base::Seconds Station::next_wakeup() const {
  auto wakeup = worker_->next_wakeup();
  if (leader_) wakeup = std::min(wakeup, leader_->next_wakeup());
  if (master_) wakeup = std::min(wakeup, master_->next_wakeup());
  return wakeup;
}

base::Bytes Station::node_memory() const {
  assert(leader_);
  return leader_->node_memory();
}

FarmStatus Station::status() const {
  assert(master_);
  return master_->status();
}

const WorkerRecord& Station::own_work() const {
  return worker_->record();
}

const std::vector<WorkerRecord>& Station::workers() const {
  assert(master_);
  return master_->workers();
}

std::uint64_t Station::dropped_notes() const {
  return worker_->dropped_notes() + (leader_ ? leader_->dropped_notes() : 0);
}

bool Station::closed() const {
  return leader_ ? leader_->closed() : worker_->closed();
}

}  // namespace winnow::farm
