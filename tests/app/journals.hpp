#pragma once
// Tasks, and a job that does nothing with them, for tests of what is kept on disk.

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "app/journal/journal_record.hpp"
#include "winnow/farm/job.hpp"

namespace winnow::app {

inline farm::Task task_of(std::string payload, std::uint64_t revision = 1) {
  farm::Task task;
  task.payload = std::move(payload);
  task.size = {100};
  task.revision = revision;
  return task;
}

inline std::vector<farm::Task> tasks_of(std::initializer_list<const char*> payloads) {
  std::vector<farm::Task> tasks;
  for (const auto* payload : payloads) tasks.push_back(task_of(payload));
  return tasks;
}

inline std::span<const std::byte> bytes_of(std::string_view text) {
  return std::as_bytes(std::span(text));
}

inline std::vector<std::uint64_t> revisions_of(std::span<const farm::Task> tasks) {
  std::vector<std::uint64_t> revisions;
  for (const auto& task : tasks) revisions.push_back(task.revision);
  return revisions;
}

/// What stands in a journal of folded tasks.
inline base::Buffer folded_record(const std::vector<farm::Task>& tasks, std::string_view partial) {
  base::Buffer record;
  encode_folded(tasks, revisions_of(tasks), bytes_of(partial), record);
  const auto rest = bytes_of(partial);
  record.insert(record.end(), rest.begin(), rest.end());
  return record;
}

/// Gives the tasks, two at a time at most.
class ListSource final : public farm::Source {
 public:
  explicit ListSource(std::vector<farm::Task> tasks) : tasks_(std::move(tasks)) {}

  State pull(std::size_t credits, std::vector<farm::Task>& tasks) override {
    const auto end = std::min(next_ + std::min<std::size_t>(credits, 2), tasks_.size());
    for (; next_ < end; ++next_) tasks.push_back(tasks_[next_]);
    return next_ < tasks_.size() ? State::more : State::finished;
  }

 private:
  std::vector<farm::Task> tasks_;
  std::size_t next_ = 0;
};

class ListJob final : public farm::Job {
 public:
  explicit ListJob(std::vector<farm::Task> tasks) : tasks_(std::move(tasks)) {}

  class Sink final : public farm::Sink {
   public:
    void fold(std::span<const std::byte> partial, std::span<const farm::Task> /*done*/,
              std::span<const std::uint64_t> /*revisions*/) override {
      folded.emplace_back(reinterpret_cast<const char*>(partial.data()), partial.size());
    }
    void quarantine(const farm::Task& task, const farm::TaskFailure& failure) override {
      quarantined.emplace_back(task.payload, failure.reason);
    }

    std::vector<std::string> folded;
    std::vector<std::pair<std::string, std::string>> quarantined;
  };

  [[nodiscard]] std::string_view name() const override { return "list"; }
  std::unique_ptr<farm::Source> make_source() override { return std::make_unique<ListSource>(tasks_); }
  std::unique_ptr<farm::Kernel> make_kernel() override { return nullptr; }
  Sink& sink() override { return sink_; }

 private:
  std::vector<farm::Task> tasks_;
  Sink sink_;
};

}  // namespace winnow::app
