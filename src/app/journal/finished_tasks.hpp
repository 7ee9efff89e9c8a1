#pragma once
// The tasks that earlier runs have done, so that they are not done again.

#include <algorithm>
#include <cstddef>
#include <optional>
#include <vector>

#include "app/journal/task_identity.hpp"

namespace winnow::app {

/// A set in 16 bytes a task.
class FinishedTasks {
 public:
  FinishedTasks() = default;
  /// In any order, some maybe more than once.
  explicit FinishedTasks(std::vector<TaskIdentity> tasks) : tasks_(std::move(tasks)) {
    std::ranges::sort(tasks_);
    const auto rest = std::ranges::unique(tasks_);
    tasks_.erase(rest.begin(), rest.end());
  }

  [[nodiscard]] std::size_t size() const { return tasks_.size(); }
  [[nodiscard]] bool empty() const { return tasks_.empty(); }
  [[nodiscard]] bool contains(const TaskIdentity& task) const {
    return std::ranges::binary_search(tasks_, task);
  }

  /// By index: ascending.
  [[nodiscard]] const TaskIdentity& operator[](std::size_t index) const { return tasks_[index]; }

  /// A number below size(), of a task that is in the set.
  [[nodiscard]] std::optional<std::size_t> index_of(const TaskIdentity& task) const {
    const auto found = std::ranges::lower_bound(tasks_, task);
    if (found == tasks_.end() || *found != task) return std::nullopt;
    return static_cast<std::size_t>(found - tasks_.begin());
  }

  /// Whether a task of that name is in the set, whatever its state.
  [[nodiscard]] bool contains_name(std::uint64_t name) const {
    const auto found = std::ranges::lower_bound(tasks_, name, {}, &TaskIdentity::name);
    return found != tasks_.end() && found->name == name;
  }

  /// Takes out those of `tasks` that are in the set.
  void remove(const FinishedTasks& tasks) {
    std::erase_if(tasks_, [&](const TaskIdentity& task) { return tasks.contains(task); });
  }

 private:
  std::vector<TaskIdentity> tasks_;  ///< sorted
};

}  // namespace winnow::app
