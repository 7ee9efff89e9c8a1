#pragma once
// Whether what was done before was done of the inputs that are there now.

#include <cstdint>
#include <string>
#include <vector>

#include "app/journal/finished_tasks.hpp"
#include "winnow/farm/job.hpp"

namespace winnow::app {

/// Meets the tasks of a run one after the other, then says how the finished ones differ from them. New tasks
/// are no difference: they are done now.
class InputCheck {
 public:
  /// `finished` must outlive it.
  explicit InputCheck(const FinishedTasks& finished) : finished_(finished), met_(finished.size()) {}

  void meet(const farm::Task& task);

  /// "3 are of inputs that have changed: a.txt, b.txt, c.txt; 2 of inputs that are gone"; empty if there
  /// is no difference.
  [[nodiscard]] std::string difference() const;

 private:
  const FinishedTasks& finished_;
  std::vector<bool> met_;  ///< of the finished tasks, by index
  std::uint64_t met_count_ = 0;
  std::uint64_t changed_count_ = 0;
  std::vector<std::string> changed_;  ///< names of the first
};

}  // namespace winnow::app
