#include "store/recent_evaluations.hpp"

#include <iterator>

namespace winnow::store {

const CacheEntry* RecentEvaluations::find(const CacheKey& key) {
  const auto place = places_.find(key);
  if (place == places_.end()) return nullptr;
  order_.splice(order_.begin(), order_, place->second);
  return &place->second->second;
}

void RecentEvaluations::put(const CacheKey& key, CacheEntry entry) {
  erase(key);
  bytes_ += entry.bytes();
  order_.emplace_front(key, std::move(entry));
  places_.emplace(key, order_.begin());
  while (bytes_ > limit_) erase(std::prev(order_.end()));
}

void RecentEvaluations::erase(const CacheKey& key) {
  if (const auto place = places_.find(key); place != places_.end()) erase(place->second);
}

void RecentEvaluations::erase(Order::iterator item) {
  bytes_ -= item->second.bytes();
  places_.erase(item->first);
  order_.erase(item);
}

}  // namespace winnow::store
