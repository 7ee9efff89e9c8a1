#pragma once
// The ranks of one node as their leader sees them: who is alive, what each has in hand, and who takes more.

#include <algorithm>
#include <cstdint>
#include <vector>

#include "winnow/farm/message.hpp"
#include "winnow/farm/setup.hpp"
#include "winnow/farm/status.hpp"

namespace winnow::farm {

struct OpenLease {
  LeaseId id = 0;
  SharedTasks tasks;
  base::Bytes need;       ///< of its largest task while that runs
  base::Seconds since{};  ///< when it was opened
};

struct Member {
  Rank rank = no_rank;
  bool joined = false;
  bool lost = false;
  std::uint32_t slots = 0;
  std::uint32_t closed_round = 0;
  std::uint64_t beats = 0;  ///< that were dealt with
  base::Seconds heard;
  std::vector<OpenLease> leases;  ///< oldest first
  bool recalled = false;          ///< was asked for the leases that wait, and has not answered
  base::Bytes memory;     ///< in use when it was heard last, but for the processes of leases that have ended
  base::Bytes processes;  ///< of it, in use by those of open leases
  base::Seconds cpu;      ///< that it has taken
  WorkerRecord record;

  /// Of its leases those that do not wait for a slot.
  [[nodiscard]] std::uint32_t running() const {
    return static_cast<std::uint32_t>(std::min<std::size_t>(leases.size(), slots));
  }
  [[nodiscard]] bool has_room(std::uint32_t beyond_slots) const {
    return slots > 0 && leases.size() < std::size_t{slots} + beyond_slots;
  }
  /// Whether leases wait there for a slot that others might as well have: they were not called back, and the
  /// first of them is no retry, which is there because it has failed elsewhere.
  [[nodiscard]] bool keeps_waiting() const {
    return slots > 0 && leases.size() > slots && !recalled && leases[slots].tasks->front().attempt == 0;
  }
};

class Roster {
 public:
  /// `members` ascending; `leader` is one of them. `budget` bounds what the running leases may need together.
  /// `processes_stay`: what tasks start does not end with them (PermitRules).
  Roster(Rank leader, const std::vector<Rank>& members, base::Bytes budget, base::Seconds now,
         bool processes_stay = false);

  [[nodiscard]] std::vector<Member>& members() { return members_; }
  /// Null if the rank is none of the members.
  [[nodiscard]] Member* find(Rank rank);

  /// Takes note that the member has so many kernel slots.
  void set_slots(Member& member, std::uint32_t slots);
  /// The member has no slots any more, and no leases: those it had are given back.
  std::vector<OpenLease> lose(Member& member);

  void open(Member& member, OpenLease lease);
  /// Takes the lease out of the open ones, and its part of what the member's processes use with it, unless
  /// they stay; false if it is none of the member's.
  bool close(Member& member, LeaseId id, OpenLease& lease);

  /// Who takes a batch of that need, with at most `beyond_slots` leases waiting there; members take turns.
  /// Null: nobody now.
  [[nodiscard]] Member* next_place(base::Bytes need, std::uint32_t beyond_slots);

  /// Who takes this task again: somebody about whom there are the least qualms. Null: nobody now.
  [[nodiscard]] Member* place_again(const Task& task, base::Bytes need, std::uint32_t beyond_slots);

  [[nodiscard]] std::uint32_t slots() const { return slots_; }
  [[nodiscard]] std::uint32_t open_leases() const { return open_; }
  /// Of the open leases those that do not wait for a slot.
  [[nodiscard]] std::uint32_t running() const;
  /// Of all open leases.
  [[nodiscard]] std::uint64_t tasks_in_hand() const;
  /// Since when a lease waits at one member while another has a slot to spare; never: that is not so.
  [[nodiscard]] base::Seconds uneven_since() const;
  /// Whether a member has neither joined yet nor is lost.
  [[nodiscard]] bool joining() const { return joining_; }
  /// No slot is left, and none will come: every member has joined or is lost.
  [[nodiscard]] bool barren() const { return slots_ == 0 && !joining_; }
  /// The rank that has all slots, or no_rank.
  [[nodiscard]] Rank only_worker() const { return only_worker_; }
  /// Ranks, slots and memory now; the peak is the largest memory that was ever asked for here.
  [[nodiscard]] NodeStatus status();
  /// In use now by all members together, with their processes and without.
  [[nodiscard]] base::Bytes memory() const;
  [[nodiscard]] base::Bytes own_memory() const;
  /// The processor time that all members have taken.
  [[nodiscard]] base::Seconds cpu() const;

 private:
  void recount();
  [[nodiscard]] bool admits(const Member& member, base::Bytes need) const;
  void recharge();

  Rank leader_;
  base::Bytes budget_;
  bool processes_stay_;
  std::vector<Member> members_;
  std::size_t turn_ = 0;
  std::uint32_t slots_ = 0;
  std::uint32_t open_ = 0;
  bool joining_ = true;
  Rank only_worker_ = no_rank;
  base::Bytes charge_;  ///< what the running leases may need together
  base::Bytes peak_;
};

}  // namespace winnow::farm
