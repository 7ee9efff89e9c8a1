#pragma once
// A source of the tasks that a test puts into it.

#include <string>
#include <utility>
#include <vector>

#include "winnow/farm/job.hpp"

namespace winnow::farm {

/// What a ScriptedSource gives, and what it was told.
struct Script {
  std::vector<Task> tasks;
  bool listens = false;
  std::vector<std::pair<std::string, bool>> told;  ///< payload, whether it was done
  std::vector<std::string> taken_back;
  std::size_t given = 0;
  bool waits = false;  ///< before it gives more
};

class ScriptedSource final : public Source {
 public:
  /// `script` must outlive it.
  explicit ScriptedSource(Script& script) : script_(script) {}

  State pull(std::size_t credits, std::vector<Task>& tasks) override {
    if (script_.waits) return State::waiting;
    for (; credits > 0 && script_.given < script_.tasks.size(); --credits) {
      tasks.push_back(script_.tasks[script_.given++]);
    }
    return script_.given < script_.tasks.size() ? State::more : State::finished;
  }
  void weigh(Task& task) override { task.revision = 99; }
  void take_back(Task&& task) override {
    script_.taken_back.push_back(task.payload);
    task.revision = 1;
    script_.tasks.push_back(std::move(task));
  }
  [[nodiscard]] bool listens() const override { return script_.listens; }
  void tell(const Task& task, const TaskFailure* failure) override {
    script_.told.emplace_back(task.payload, failure == nullptr);
  }

 private:
  Script& script_;
};

}  // namespace winnow::farm
