#pragma once
// A queue between threads that never holds more than it was made for.

#include <cassert>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <iterator>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "winnow/base/units.hpp"

namespace winnow::base {

/// First in, first out. Who puts waits while the queue is full, who gets waits while it is empty, each for as
/// long as it says: results are put with patience, progress notes with none. Once it is closed nothing more
/// is put, and what is left in it can still be got. All functions are thread-safe; nobody may be inside at
/// its end.
template <class T>
class BoundedQueue {
 public:
  /// Holds `capacity` items at most, at least 1.
  explicit BoundedQueue(std::size_t capacity) : capacity_(capacity) { assert(capacity > 0); }
  BoundedQueue(const BoundedQueue&) = delete;
  BoundedQueue& operator=(const BoundedQueue&) = delete;

  /// Moves from `item` and gives true; or leaves it as it is, counts it as refused and gives false: there was
  /// no room within `patience`, or the queue is closed.
  bool put(T&& item, Seconds patience = Seconds::never()) {
    std::unique_lock lock(mutex_);
    wait(lock, room_, patience, [this] { return closed_ || items_.size() < capacity_; });
    if (closed_ || items_.size() == capacity_) {
      ++refused_;
      return false;
    }
    items_.push_back(std::move(item));
    lock.unlock();
    filled_.notify_one();
    return true;
  }

  /// The oldest item; nothing if none came within `patience`, or if the queue is closed and empty.
  std::optional<T> get(Seconds patience = Seconds::never()) {
    std::unique_lock lock(mutex_);
    wait(lock, filled_, patience, [this] { return closed_ || !items_.empty(); });
    if (items_.empty()) return std::nullopt;
    std::optional<T> item(std::move(items_.front()));
    items_.pop_front();
    lock.unlock();
    room_.notify_one();
    return item;
  }

  /// All that is there, the oldest first; never waits.
  [[nodiscard]] std::vector<T> take_all() {
    std::unique_lock lock(mutex_);
    std::vector<T> taken(std::make_move_iterator(items_.begin()), std::make_move_iterator(items_.end()));
    items_.clear();
    lock.unlock();
    room_.notify_all();
    return taken;
  }

  /// Wakes all who wait.
  void close() {
    {
      const std::scoped_lock lock(mutex_);
      closed_ = true;
    }
    room_.notify_all();
    filled_.notify_all();
  }

  [[nodiscard]] std::size_t size() const {
    const std::scoped_lock lock(mutex_);
    return items_.size();
  }

  /// How many items were not put.
  [[nodiscard]] std::uint64_t refused() const {
    const std::scoped_lock lock(mutex_);
    return refused_;
  }

 private:
  template <class Condition>
  static void wait(std::unique_lock<std::mutex>& lock, std::condition_variable& change, Seconds patience,
                   Condition condition) {
    constexpr Seconds longest{365 * 86400.0};  // what is longer does not fit into the clock's numbers
    if (patience > longest) return change.wait(lock, condition);
    change.wait_for(lock, std::chrono::duration<double>(patience.count), condition);
  }

  const std::size_t capacity_;
  mutable std::mutex mutex_;
  std::condition_variable room_;
  std::condition_variable filled_;
  std::deque<T> items_;
  std::uint64_t refused_ = 0;
  bool closed_ = false;
};

}  // namespace winnow::base
