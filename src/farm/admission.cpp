#include "farm/admission.hpp"

#include <algorithm>
#include <utility>

namespace winnow::farm {

Admission::Admission(const FarmOptions& options, base::Bytes limit)
    : options_(options),
      limit_(limit),
      permits_(options.permits),
      processes_(options.permits),
      scaler_(options.autoscale) {
}

void Admission::look(const Tick& tick, Roster& roster, double waiting, base::Seconds now) {
  const bool weighs = options_.permits.on && now >= permits_.next_look();
  const bool scales = options_.autoscale.on && now >= scaler_.next_look();
  if (!weighs && !scales) return;
  const auto used = share_in_use(tick, roster);
  weigh_all(used, roster);
  if (weighs) {
    permits_.look(used, roster.slots(), roster.running(), now);
    look_at_processes(used, roster, waiting, now);
    if (permits_.are_scarce()) note_short_memory(permits_.allowed());
  }
  if (scales) {
    scaler_.look(load(tick, roster, used, waiting, now), roster.slots(), now);
    if (scaler_.cause() == ScaleCause::memory) note_short_memory(scaler_.allowed());
  }
}

base::Seconds Admission::next_look() const {
  return std::min(options_.permits.on ? permits_.next_look() : base::Seconds::never(),
                  options_.autoscale.on ? scaler_.next_look() : base::Seconds::never());
}

/// Of the node's memory: what anybody uses, or what its ranks use of what they are to stay below, whichever
/// is more.
double Admission::share_in_use(const Tick& tick, Roster& roster) const {
  const double own = limit_.is_unlimited() ? 0
                                           : static_cast<double>(roster.status().memory.count) /
                                                 static_cast<double>(limit_.count);
  return std::max(own, tick.pressure.value_or(0));
}

void Admission::look_at_processes(double used, Roster& roster, double waiting, base::Seconds now) {
  if (limit_.is_unlimited()) return;
  base::Bytes to_come;
  for (const auto& member : roster.members()) {
    to_come += processes_.to_come(member.processes, member.running());
  }
  const auto share = std::max(0.0, options_.permits.eta - used);
  const base::Bytes free{static_cast<std::uint64_t>(share * static_cast<double>(limit_.count))};
  const auto open = roster.open_leases();
  processes_.look(free, to_come, open, now);
  if (waiting > 0 && open < roster.slots() && processes_.is_short(open)) note_short_memory(open);
}

/// The share of the node's memory that may be in use while it bounds nothing.
double Admission::share_at_ease() const {
  const auto share = options_.permits.hold * options_.permits.eta;
  return options_.autoscale.on ? std::min(share, options_.autoscale.memory.value_or(share)) : share;
}

/// What was seen of all that the node's memory has to hold. What is in use and not this job's counts once it
/// presses: before, there is room for it.
void Admission::weigh_all(double used, const Roster& roster) {
  const auto own = roster.own_memory();
  most_own_ = std::max(most_own_, own);
  if (limit_.is_unlimited() || used < share_at_ease()) return;
  const base::Bytes in_use{static_cast<std::uint64_t>(used * static_cast<double>(limit_.count))};
  const auto ours = std::max(roster.memory(), own + processes_.need() * roster.running());
  most_others_ = std::max(most_others_, in_use - std::min(in_use, ours));
}

/// The memory of a node on which so many leases run and are not bounded by it: what its ranks took at most,
/// with what those leases would add that never ran beside the others, with the processes of all, and with
/// what others use.
base::Bytes Admission::enough(std::uint32_t slots) const {
  if (limit_.is_unlimited() || most_own_.count == 0) return {};
  const auto idle = slots - std::min(slots, most_running_);
  const auto more = options_.permits.processes ? processes_.need() * slots : piece_need_ * idle;
  const auto all = most_own_ + most_others_ + more;
  return {static_cast<std::uint64_t>(static_cast<double>(all.count) / share_at_ease())};
}

Autoscaler::Load Admission::load(const Tick& tick, const Roster& roster, double used, double waiting,
                                 base::Seconds now) {
  Autoscaler::Load load;
  load.memory = used;
  load.metric = tick.metric;
  load.waiting = waiting;
  load.tasks = waiting + static_cast<double>(roster.tasks_in_hand());
  const auto cpu = roster.cpu();
  const auto since = std::exchange(cpu_looked_, now);
  const auto taken = cpu - std::exchange(cpu_, cpu);
  const bool is_known = now > since && since > base::Seconds{} && taken >= base::Seconds{};
  if (is_known) load.cpu = taken / (now - since);
  return load;
}

void Admission::begun(base::Bytes need, std::uint32_t running) {
  most_running_ = std::max(most_running_, running);
  piece_need_ = std::max(piece_need_, need);
  processes_.begun();
}

void Admission::note_short_memory(std::uint32_t allowed) {
  fewest_ = fewest_ == 0 ? allowed : std::min(fewest_, allowed);
}

std::uint32_t Admission::allowed() const {
  return std::min(permits_.allowed(), scaler_.allowed());
}

bool Admission::admits(std::uint32_t open) const {
  return processes_.admits(open) && (!is_scarce() || open < allowed());
}

double Admission::share_by_memory(std::uint32_t slots) const {
  if (!permits_.are_scarce() || slots == 0) return 1;
  return static_cast<double>(permits_.allowed()) / slots;
}

void Admission::tell(NodeStatus& status) const {
  status.busiest = most_running_;
  status.permits = std::min(allowed(), status.slots);
  status.fewest_permits = fewest_;
  status.enough = enough(status.slots);
  if (!options_.autoscale.on) return;
  status.scaled = std::min(scaler_.allowed(), status.slots);
  status.scale_cause = scaler_.cause();
  status.wanted = scaler_.wanted();
}

}  // namespace winnow::farm
