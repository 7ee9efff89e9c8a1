#pragma once
// What other ranks have told rank 0 of their alerts.

#include <map>
#include <set>
#include <vector>

#include "app/watch/alert_watch.hpp"
#include "winnow/base/units.hpp"

namespace winnow::app {

/// Used by one thread.
class HeardAlerts {
 public:
  /// All alerts of a rank, as they stand. One that is lost has nothing more to say.
  void hear(int rank, std::vector<RankAlert> alerts);

  /// What a rank warned of ends with it.
  void lose(int rank, base::Seconds now);

  [[nodiscard]] std::vector<RankAlert> all() const;
  [[nodiscard]] std::vector<RankAlert> of_lost() const;

 private:
  std::map<int, std::vector<RankAlert>> by_rank_;
  std::set<int> lost_;
};

}  // namespace winnow::app
