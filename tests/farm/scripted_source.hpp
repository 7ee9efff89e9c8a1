#pragma once
// A source of the tasks that a test puts into it.

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "winnow/farm/job.hpp"

namespace winnow::farm {

/// What a ScriptedSource gives, and what it was told.
struct Script {
  static constexpr auto no_wait = std::numeric_limits<std::size_t>::max();

  std::vector<Task> tasks;
  bool listens = false;                                   ///< for whoever takes the source
  std::vector<std::pair<std::string, std::string>> told;  ///< payload, and the answer or why it failed
  std::vector<std::uint16_t> failed_attempts;             ///< of each task told
  std::vector<std::string> taken_back;
  std::size_t given = 0;
  std::size_t waits_at = no_wait;  ///< the index of the task before which it waits
  base::Seconds wakes_at = base::Seconds::never();
};

class ScriptedSource final : public Source {
 public:
  /// `script` must outlive it.
  explicit ScriptedSource(Script& script) : script_(script) {}

  State pull(std::size_t credits, std::vector<Task>& tasks) override {
    const auto end = std::min(script_.tasks.size(), script_.waits_at);
    for (; credits > 0 && script_.given < end; --credits) tasks.push_back(script_.tasks[script_.given++]);
    if (script_.given >= script_.waits_at) return State::waiting;
    return script_.given < script_.tasks.size() ? State::more : State::finished;
  }
  [[nodiscard]] base::Seconds wakes_at() const override { return script_.wakes_at; }
  void weigh(Task& task) override { task.revision = 99; }
  void take_back(Task&& task) override {
    script_.taken_back.push_back(task.payload);
    task.revision = 1;
    script_.tasks.push_back(std::move(task));
  }
  void tell(const Task& task, TaskResult&& result) override {
    script_.failed_attempts.push_back(task.attempt);
    script_.told.emplace_back(task.payload, result ? *result : "failed: " + result.error().reason);
  }

 private:
  Script& script_;
};

}  // namespace winnow::farm
