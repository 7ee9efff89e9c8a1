#include "farm/backlog.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace winnow::farm {
namespace {

/// Retries looked at for each call of give().
constexpr std::size_t retries_in_view = 256;

}  // namespace

Backlog::Backlog(const Setup& setup, std::unique_ptr<Source> source, bool listens, Sink& sink, Ledger* ledger)
    : options_(setup.options),
      source_(std::move(source)),
      listens_(listens),
      sink_(sink),
      ledger_(ledger),
      pool_(setup.queues),
      queues_(setup.queues.size()) {
}

// ---- what waits

std::size_t Backlog::window(std::uint64_t slots) const {
  constexpr std::uint64_t tasks_per_slot = 4;
  return std::max<std::uint64_t>(options_.window, tasks_per_slot * slots);
}

bool Backlog::has_more() const {
  return !repeats_.empty() || source_state_ == Source::State::more;
}

void Backlog::ask_again() {
  if (source_state_ == Source::State::waiting) source_state_ = Source::State::more;
}

base::Seconds Backlog::source_wakes_at() const {
  return source_state_ == Source::State::waiting ? source_->wakes_at() : base::Seconds::never();
}

void Backlog::refill(std::uint64_t slots) {
  if (!has_room(slots)) return;
  const auto room = window(slots) - pool_.size();
  if (!repeats_.empty()) return repeat_from_ledger(room);
  if (source_state_ != Source::State::more) return;
  pulled_.clear();
  source_state_ = source_->pull(room, pulled_);
  for (auto& task : pulled_) {
    ++queues_[task.queue].waiting;
    pool_.push(std::move(task));
  }
}

void Backlog::repeat(const IntervalSet& tasks, const std::vector<std::uint64_t>& by_queue) {
  for (std::size_t queue = 0; queue < queues_.size(); ++queue) {
    queues_[queue].done -= by_queue[queue];
    queues_[queue].waiting += by_queue[queue];
  }
  repeats_.insert(tasks);
}

void Backlog::repeat_from_ledger(std::size_t room) {
  const auto [first, end] = *repeats_.intervals().begin();
  const auto last = std::min<TaskId>(end, first + room);
  ledger_->read(first, last, [this](Task&& task) {
    task.attempt = 0;
    task.suspicion = 0;
    pool_.push(std::move(task));
  });
  repeats_.erase(first, last);
}

bool Backlog::exhausted() const {
  return source_finished() && pool_.empty() && retries_.empty() && repeats_.empty();
}

// ---- into flight

std::vector<Task> Backlog::give(std::uint64_t limit, const std::function<bool(const Task&)>& suits,
                                bool may_be_lost) {
  std::vector<Task> tasks;
  give_retries(limit, suits, tasks);
  while (tasks.size() < limit && !pool_.empty()) tasks.push_back(pool_.pop());
  for (auto& task : tasks) enter(task, may_be_lost);
  return tasks;
}

void Backlog::give_retries(std::uint64_t limit, const std::function<bool(const Task&)>& suits,
                           std::vector<Task>& tasks) {
  auto task = retries_.begin();
  for (std::size_t seen = 0; seen < retries_in_view && task != retries_.end() && tasks.size() < limit;
       ++seen) {
    if (!suits(*task)) {
      ++task;
      continue;
    }
    tasks.push_back(std::move(*task));
    task = retries_.erase(task);
  }
}

void Backlog::enter(Task& task, bool may_be_lost) {
  task.id = next_id_++;
  if (listens_) {
    untold_.emplace(task.id, task);
  } else if (may_be_lost) {
    ledger_->append(task);
  }
  --queues_[task.queue].waiting;
  ++queues_[task.queue].sent;
  ++in_flight_;
}

std::vector<Task> Backlog::on_record(const IntervalSet& tasks) const {
  std::vector<Task> recorded;
  for (const auto& [first, last] : tasks.intervals()) {
    if (!listens_) {
      ledger_->read(first, last, [&](Task&& task) { recorded.push_back(std::move(task)); });
      continue;
    }
    for (auto id = first; id < last; ++id) {
      if (const auto task = untold_.find(id); task != untold_.end()) recorded.push_back(task->second);
    }
  }
  return recorded;
}

// ---- out of flight

void Backlog::leave(const Task& task) {
  --in_flight_;
  --queues_[task.queue].sent;
  untold_.erase(task.id);
}

void Backlog::ran(const std::vector<Report::Queue>& by_queue) {
  for (std::size_t queue = 0; queue < queues_.size(); ++queue) {
    queues_[queue].ran += by_queue[queue].ran;
    queues_[queue].busy += by_queue[queue].busy;
    queues_[queue].durations.add(by_queue[queue].durations);
    if (by_queue[queue].batch == 0) continue;
    queues_[queue].batch = by_queue[queue].batch;
    queues_[queue].batch_cause = by_queue[queue].batch_cause;
  }
}

void Backlog::done(const IntervalSet& tasks, const std::vector<Report::Queue>& by_queue) {
  if (tasks.empty()) return;
  in_flight_ -= tasks.count();
  for (std::size_t queue = 0; queue < queues_.size(); ++queue) {
    queues_[queue].sent -= by_queue[queue].done;
    queues_[queue].done += by_queue[queue].done;
  }
  ask_again();
}

void Backlog::tell(std::vector<Answer>&& answers) {
  for (auto& answer : answers) {
    const auto task = untold_.extract(answer.task);
    if (!task.empty()) source_->tell(task.mapped(), std::move(answer.words));
  }
}

void Backlog::returned(Task&& task) {
  leave(task);
  ++queues_[task.queue].waiting;
  if (task.attempt > 0) {
    retries_.push_back(std::move(task));
  } else {
    pool_.push(std::move(task));
  }
}

void Backlog::failed(FailedTask&& failed) {
  auto& [task, failure, certain] = failed;
  if (failure.kind == FailureKind::handed_back) return hand_back(std::move(task));
  const bool spent = certain && task.attempt >= options_.max_retries;
  if (task.attempt < std::numeric_limits<std::uint16_t>::max()) ++task.attempt;
  if (failure.kind == FailureKind::worker_lost && task.suspicion < std::numeric_limits<std::uint8_t>::max()) {
    ++task.suspicion;
  }
  if (spent) return quarantine(task, failure);
  ++queues_[task.queue].retried;
  returned(std::move(task));
}

void Backlog::hand_back(Task&& task) {
  leave(task);
  source_->take_back(std::move(task));
  source_state_ = Source::State::more;
}

void Backlog::quarantine(Task& task, const TaskFailure& failure) {
  leave(task);
  if (task.revision == 0) source_->weigh(task);
  ++queues_[task.queue].quarantined;
  sink_.quarantine(task, failure);
  if (!listens_) return;
  source_->tell(task, tl::unexpected(failure));
  ask_again();
}

std::vector<QueueStatus> Backlog::queues(const std::vector<std::uint64_t>& running) const {
  auto queues = queues_;
  for (std::size_t queue = 0; queue < queues.size(); ++queue) {
    auto& one = queues[queue];
    one.running = std::min(running[queue], one.sent);
    one.sent -= one.running;
  }
  return queues;
}

}  // namespace winnow::farm
