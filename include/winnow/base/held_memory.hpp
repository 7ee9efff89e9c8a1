#pragma once
// What a process keeps in memory because its work needs it there, as those say who keep it: growth of that is
// no leak.

#include <atomic>
#include <cstdint>

#include "winnow/base/units.hpp"

namespace winnow::base {

/// All of a process together. Thread-safe.
class HeldMemory {
 public:
  [[nodiscard]] Bytes bytes() const { return {bytes_.load(std::memory_order_relaxed)}; }

 private:
  friend class HeldShare;
  std::atomic<std::uint64_t> bytes_{0};
};

/// What one holder keeps, until it is gone. Used by one thread at a time.
class HeldShare {
 public:
  /// `all` may be null: then nobody is told; else it must outlive the share.
  explicit HeldShare(HeldMemory* all = nullptr) : all_(all) {}
  HeldShare(const HeldShare&) = delete;
  HeldShare& operator=(const HeldShare&) = delete;
  ~HeldShare() { set({}); }

  /// It keeps so much now.
  void set(Bytes now) {
    if (all_ == nullptr || now.count == mine_) return;
    all_->bytes_.fetch_add(now.count - mine_, std::memory_order_relaxed);  // modulo 2^64, as it subtracts
    mine_ = now.count;
  }

 private:
  HeldMemory* all_;
  std::uint64_t mine_ = 0;
};

}  // namespace winnow::base
