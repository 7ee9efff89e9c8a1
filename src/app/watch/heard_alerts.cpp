#include "app/watch/heard_alerts.hpp"

#include <utility>

namespace winnow::app {

void HeardAlerts::hear(int rank, std::vector<RankAlert> alerts) {
  if (!lost_.contains(rank)) by_rank_[rank] = std::move(alerts);
}

void HeardAlerts::lose(int rank, base::Seconds now) {
  if (!lost_.insert(rank).second) return;
  for (auto& one : by_rank_[rank]) {
    if (!one.alert.ended) one.alert.ended = now;
  }
}

std::vector<RankAlert> HeardAlerts::all() const {
  std::vector<RankAlert> all;
  for (const auto& [rank, theirs] : by_rank_) all.insert(all.end(), theirs.begin(), theirs.end());
  return all;
}

std::vector<RankAlert> HeardAlerts::of_lost() const {
  std::vector<RankAlert> all;
  for (const auto rank : lost_) {
    const auto& theirs = by_rank_.at(rank);
    all.insert(all.end(), theirs.begin(), theirs.end());
  }
  return all;
}

}  // namespace winnow::app
