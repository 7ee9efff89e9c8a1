#pragma once
// Memory that can be done without: caches, and buffers that are kept to be used again. Whoever holds some
// enters it with the Reclaimer that is passed in, and is asked for it where memory gets scarce.

#include <atomic>
#include <cstdint>
#include <functional>
#include <list>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "winnow/base/units.hpp"

namespace winnow::base {

/// Thread-safe. Nothing is lost with what is given back: it costs time to have it again.
class Reclaimer {
 public:
  /// What the calling thread has allocated and not given back, in bytes; thread-safe. By the difference that
  /// a holder makes to it the Reclaimer knows what it was given.
  using Meter = std::int64_t (*)();

  explicit Reclaimer(Meter meter) : meter_(meter) {}
  Reclaimer(const Reclaimer&) = delete;
  Reclaimer& operator=(const Reclaimer&) = delete;

  struct Given {
    std::string name;
    Bytes bytes;
  };

  /// Has all holders give back what they can do without, or at least hear of the wish.
  void reclaim();

  /// What was given back since the last call, by name in alphabetical order: names that came to nothing are
  /// left out.
  [[nodiscard]] std::vector<Given> take_given();

 private:
  friend class ReclaimableMemory;
  friend class ReclaimWish;

  struct Holder {
    std::string name;
    std::function<void()> ask;
  };
  using Place = std::list<Holder>::iterator;

  Place enter(Holder holder);
  void leave(Place place);
  /// Runs `give_back` on the calling thread, and notes what that came to.
  void measure(const std::string& name, const std::function<void()>& give_back);

  const Meter meter_;
  std::mutex asking_;  ///< of the list; held while holders are asked
  std::list<Holder> holders_;
  std::mutex noting_;  ///< of what follows
  std::vector<Given> given_;
};

/// A holder whose memory any thread may give back.
class ReclaimableMemory {
 public:
  /// `reclaimer`, which may be null, must outlive it. `name` is for people: "evaluations in memory".
  /// `give_back` is called on whichever thread reclaims, and not after the destructor has begun.
  ReclaimableMemory(Reclaimer* reclaimer, std::string name, std::function<void()> give_back);
  ReclaimableMemory(const ReclaimableMemory&) = delete;
  ReclaimableMemory& operator=(const ReclaimableMemory&) = delete;
  ~ReclaimableMemory();

 private:
  Reclaimer* reclaimer_;
  Reclaimer::Place place_;
};

/// A holder whose memory is one thread's: this thread asks now and then whether it is wanted back.
class ReclaimWish {
 public:
  /// `reclaimer`, which may be null, must outlive it.
  ReclaimWish(Reclaimer* reclaimer, std::string name);
  ReclaimWish(const ReclaimWish&) = delete;
  ReclaimWish& operator=(const ReclaimWish&) = delete;
  ~ReclaimWish();

  /// Calls `give_back` if memory was wanted back since the last time. Costs a load where it was not.
  template <class GiveBack>
  void heed(const GiveBack& give_back) {
    if (!is_wanted_.load(std::memory_order_relaxed)) return;
    is_wanted_.store(false, std::memory_order_relaxed);
    reclaimer_->measure(name_, give_back);
  }

 private:
  Reclaimer* reclaimer_;
  std::string name_;
  std::atomic<bool> is_wanted_ = false;
  Reclaimer::Place place_;
};

}  // namespace winnow::base
