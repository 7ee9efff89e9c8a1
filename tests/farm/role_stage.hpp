#pragma once
// A stage on which one role of the farm is tried alone: what it says and does is kept.

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "farm/outbox.hpp"
#include "winnow/farm/event.hpp"
#include "winnow/farm/setup.hpp"

namespace winnow::farm {

inline Task task_of(TaskId id, std::uint64_t size = 0, std::uint16_t queue = 0) {
  Task task;
  task.id = id;
  task.size = {size};
  task.queue = queue;
  task.payload = "task " + std::to_string(id);
  return task;
}

inline std::vector<Task> tasks_of(TaskId first, TaskId last) {
  std::vector<Task> tasks;
  for (auto id = first; id < last; ++id) tasks.push_back(task_of(id));
  return tasks;
}

inline SharedTasks shared(std::vector<Task> tasks) {
  return std::make_shared<const std::vector<Task>>(std::move(tasks));
}

inline std::vector<TaskId> ids_of(const std::vector<Task>& tasks) {
  std::vector<TaskId> ids;
  for (const auto& task : tasks) ids.push_back(task.id);
  return ids;
}

inline base::Buffer bytes_of(std::string_view text) {
  const auto* data = reinterpret_cast<const std::byte*>(text.data());
  return {data, data + text.size()};
}

inline Setup setup_of(std::vector<Node> nodes, FarmOptions options = {}) {
  return {Layout(std::move(nodes)), options, {{"low", 0}, {"high", 1}}};
}

class Stage {
 public:
  /// `self` as for an Outbox; no_rank: what is said to anybody is a Send.
  explicit Stage(Rank self = no_rank) : out(self, actions, to_self) {}

  /// The messages of one kind sent so far, with whom they went to, and forgets them.
  template <class Body>
  std::vector<std::pair<Rank, Body>> take() {
    std::vector<std::pair<Rank, Body>> taken;
    std::erase_if(actions, [&](Action& action) {
      auto* send = std::get_if<Send>(&action);
      if (send == nullptr || !std::holds_alternative<Body>(send->message)) return false;
      taken.emplace_back(send->to, std::get<Body>(std::move(send->message)));
      return true;
    });
    return taken;
  }

  /// The actions of one kind so far, and forgets them.
  template <class Kind>
  std::vector<Kind> take_actions() {
    std::vector<Kind> taken;
    std::erase_if(actions, [&](Action& action) {
      auto* one = std::get_if<Kind>(&action);
      if (one != nullptr) taken.push_back(std::move(*one));
      return one != nullptr;
    });
    return taken;
  }

  std::vector<Action> actions;
  std::vector<Message> to_self;
  Outbox out;
};

/// A sink that keeps what it gets.
class KeepingSink final : public Sink {
 public:
  void fold(std::span<const std::byte> partial, std::span<const Task> tasks,
            std::span<const std::uint64_t> of_tasks) override {
    revisions.emplace_back(of_tasks.begin(), of_tasks.end());
    done.push_back(ids_of({tasks.begin(), tasks.end()}));
    folded.emplace_back(reinterpret_cast<const char*>(partial.data()), partial.size());
  }
  void quarantine(const Task& task, const TaskFailure& failure) override {
    quarantined_revisions.push_back(task.revision);
    quarantined.emplace_back(task.payload, failure.reason);
  }

  void save() override { ++saves; }

  int saves = 0;
  std::vector<std::string> folded;
  std::vector<std::vector<TaskId>> done;  ///< the tasks of each
  std::vector<std::vector<std::uint64_t>> revisions;
  std::vector<std::pair<std::string, std::string>> quarantined;
  std::vector<std::uint64_t> quarantined_revisions;
};

}  // namespace winnow::farm
