#pragma once
// All problems' searches as one source of tasks.

#include <atomic>
#include <cstddef>
#include <deque>
#include <vector>

#include "optimize/search.hpp"
#include "winnow/base/profile.hpp"
#include "winnow/farm/job.hpp"

namespace winnow::optimize {

/// Searches take turns, so that they share the workers evenly.
class SearchSource final : public farm::Source {
 public:
  /// All outlive it. `wants_stop` is set when nothing is awaited any more but what has had its time.
  /// `profile` may be null.
  SearchSource(std::deque<Search>& searches, const base::Clock& clock, std::atomic<bool>& wants_stop,
               base::Profile* profile)
      : searches_(searches), clock_(clock), wants_stop_(wants_stop), profile_(profile) {}

  State pull(std::size_t credits, std::vector<farm::Task>& tasks) override;
  void tell(const farm::Task& task, farm::TaskResult&& result) override;
  [[nodiscard]] base::Seconds wakes_at() const override;

 private:
  [[nodiscard]] bool is_out_of_patience() const;

  std::deque<Search>& searches_;
  const base::Clock& clock_;
  std::atomic<bool>& wants_stop_;
  base::Profile* profile_;
  std::size_t turn_ = 0;
};

}  // namespace winnow::optimize
