#pragma once
// The evaluations used last, in bounded memory.

#include <list>
#include <unordered_map>
#include <utility>

#include "store/cache_entry.hpp"

namespace winnow::store {

/// Not thread-safe.
class RecentEvaluations {
 public:
  explicit RecentEvaluations(base::Bytes limit) : limit_(limit.count) {}

  /// The entry, which is then the last used; null if it is not there. Valid until the next call.
  [[nodiscard]] const CacheEntry* find(const CacheKey& key);

  /// Replaces an entry of the same key; those used longest ago go until all fit.
  void put(const CacheKey& key, CacheEntry entry);

  void erase(const CacheKey& key);

  [[nodiscard]] std::size_t size() const { return places_.size(); }

 private:
  using Order = std::list<std::pair<CacheKey, CacheEntry>>;

  void erase(Order::iterator item);

  std::size_t limit_;
  std::size_t bytes_ = 0;
  Order order_;  ///< the last used first
  std::unordered_map<CacheKey, Order::iterator, CacheKeyHash> places_;
};

}  // namespace winnow::store
