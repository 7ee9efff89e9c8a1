#include "farm/roster.hpp"

#include <algorithm>
#include <functional>
#include <limits>
#include <utility>

#include "farm/retry.hpp"

namespace winnow::farm {
namespace {

/// What the leases of a member may need while they run, and `more` with them: as many of the largest as it
/// has slots, because any of those waiting may be running next.
base::Bytes largest_needs(const Member& member, base::Bytes more) {
  std::vector<std::uint64_t> needs{more.count};
  for (const auto& lease : member.leases) needs.push_back(lease.need.count);
  const auto running = std::min<std::size_t>(member.slots, needs.size());
  const auto end = needs.begin() + static_cast<std::ptrdiff_t>(running);
  std::partial_sort(needs.begin(), end, needs.end(), std::greater<>());
  base::Bytes sum;
  for (auto need = needs.begin(); need != end; ++need) sum += base::Bytes{*need};
  return sum;
}

}  // namespace

Roster::Roster(Rank leader, const std::vector<Rank>& members, base::Bytes budget, base::Seconds now,
               bool processes_stay)
    : leader_(leader), budget_(budget), processes_stay_(processes_stay), members_(members.size()) {
  for (std::size_t i = 0; i < members.size(); ++i) {
    members_[i].rank = members[i];
    members_[i].heard = now;
    members_[i].record.rank = members[i];
  }
}

Member* Roster::find(Rank rank) {
  const auto at = std::lower_bound(members_.begin(), members_.end(), rank,
                                   [](const Member& member, Rank one) { return member.rank < one; });
  return at != members_.end() && at->rank == rank ? &*at : nullptr;
}

void Roster::set_slots(Member& member, std::uint32_t slots) {
  if (member.joined && member.slots == slots) return;
  member.joined = true;
  member.slots = slots;
  recount();
}

std::vector<OpenLease> Roster::lose(Member& member) {
  member.lost = true;
  member.slots = 0;
  member.memory = {};
  member.processes = {};
  auto leases = std::exchange(member.leases, {});
  open_ -= static_cast<std::uint32_t>(leases.size());
  recount();
  return leases;
}

void Roster::recount() {
  slots_ = 0;
  joining_ = false;
  std::uint32_t workers = 0;
  only_worker_ = no_rank;
  for (const auto& member : members_) {
    slots_ += member.slots;
    if (!member.joined && !member.lost) joining_ = true;
    if (member.slots == 0) continue;
    only_worker_ = ++workers == 1 ? member.rank : no_rank;
  }
  recharge();
}

void Roster::recharge() {
  if (budget_.is_unlimited()) return;
  charge_ = {};
  for (const auto& member : members_) charge_ += largest_needs(member, {});
}

void Roster::open(Member& member, OpenLease lease) {
  if (!budget_.is_unlimited()) charge_ += largest_needs(member, lease.need) - largest_needs(member, {});
  member.leases.push_back(std::move(lease));
  ++open_;
}

bool Roster::close(Member& member, LeaseId id, OpenLease& lease) {
  const auto at = std::find_if(member.leases.begin(), member.leases.end(),
                               [id](const OpenLease& one) { return one.id == id; });
  if (at == member.leases.end()) return false;
  const auto before = budget_.is_unlimited() ? base::Bytes{} : largest_needs(member, {});
  const auto running = member.running();
  const bool ran = at - member.leases.begin() < std::int64_t{running};
  const base::Bytes freed{ran && !processes_stay_ ? member.processes.count / running : 0};
  lease = std::move(*at);
  member.leases.erase(at);
  member.recalled = false;
  member.processes -= freed;
  member.memory -= std::min(member.memory, freed);
  --open_;
  if (!budget_.is_unlimited()) charge_ -= before - largest_needs(member, {});
  return true;
}

bool Roster::admits(const Member& member, base::Bytes need) const {
  if (budget_.is_unlimited() || open_ == 0) return true;
  return charge_ - largest_needs(member, {}) + largest_needs(member, need) <= budget_;
}

Member* Roster::next_place(base::Bytes need, std::uint32_t beyond_slots) {
  for (std::size_t i = 0; i < members_.size(); ++i) {
    turn_ = turn_ + 1 < members_.size() ? turn_ + 1 : 0;
    auto& member = members_[turn_];
    if (member.has_room(beyond_slots)) return admits(member, need) ? &member : nullptr;
  }
  return nullptr;
}

Member* Roster::place_again(const Task& task, base::Bytes need, std::uint32_t beyond_slots) {
  int least = std::numeric_limits<int>::max();
  for (const auto& member : members_) {
    if (member.slots > 0) least = std::min(least, qualms_about(member.rank, task, leader_));
  }
  const auto place = std::find_if(members_.begin(), members_.end(), [&](const Member& member) {
    return member.has_room(beyond_slots) && qualms_about(member.rank, task, leader_) == least &&
           admits(member, need);
  });
  return place != members_.end() ? &*place : nullptr;
}

std::uint32_t Roster::running() const {
  std::uint32_t running = 0;
  for (const auto& member : members_) running += member.running();
  return running;
}

base::Bytes Roster::own_memory() const {
  base::Bytes own;
  for (const auto& member : members_) own += member.memory - std::min(member.memory, member.processes);
  return own;
}

std::uint64_t Roster::tasks_in_hand() const {
  std::uint64_t tasks = 0;
  for (const auto& member : members_) {
    for (const auto& lease : member.leases) tasks += lease.tasks->size();
  }
  return tasks;
}

base::Seconds Roster::uneven_since() const {
  auto since = base::Seconds::never();
  bool any_idle = false;
  for (const auto& member : members_) {
    any_idle = any_idle || member.has_room(0);
    if (member.keeps_waiting()) since = std::min(since, member.leases[member.slots].since);
  }
  return any_idle ? since : base::Seconds::never();
}

base::Bytes Roster::memory() const {
  base::Bytes sum;
  for (const auto& member : members_) sum += member.memory;
  return sum;
}

base::Seconds Roster::cpu() const {
  base::Seconds sum;
  for (const auto& member : members_) sum += member.cpu;
  return sum;
}

NodeStatus Roster::status() {
  NodeStatus status;
  status.slots = slots_;
  for (const auto& member : members_) {
    if (!member.lost) ++status.ranks;
  }
  status.memory = memory();
  peak_ = std::max(peak_, status.memory);
  status.peak = peak_;
  return status;
}

}  // namespace winnow::farm
