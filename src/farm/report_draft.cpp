#include "farm/report_draft.hpp"

#include <algorithm>
#include <utility>

namespace winnow::farm {
namespace {

/// The share of the interval after which a report goes that others wait for: a leader with idle slots may
/// hold up the end of the run.
constexpr double haste = 1.0 / 50;

}  // namespace

ReportDraft::ReportDraft(std::size_t queues, base::Seconds interval, std::uint32_t queue)
    : interval_(interval), queue_(queue) {
  next_.queues.resize(queues);
}

void ReportDraft::leased(const std::vector<Task>& tasks) {
  next_.queues[tasks.front().queue].running += tasks.size();
}

void ReportDraft::ended(const std::vector<Task>& tasks) {
  next_.queues[tasks.front().queue].running -= tasks.size();
}

void ReportDraft::ran(const std::vector<Task>& tasks, base::Seconds busy) {
  auto& queue = next_.queues[tasks.front().queue];
  queue.ran += tasks.size();
  queue.busy += busy;
  queue.durations.add(busy * (1.0 / static_cast<double>(tasks.size())), tasks.size());
}

void ReportDraft::done(const std::vector<Task>& tasks, const std::vector<FailedAt>& failures) {
  auto failed = failures.begin();
  TaskId first = 0;
  TaskId last = 0;
  for (std::uint32_t i = 0; i < tasks.size(); ++i) {
    if (failed != failures.end() && failed->index == i) {
      ++failed;
      continue;
    }
    if (tasks[i].id != last) {
      next_.done.insert(first, last);
      first = tasks[i].id;
    }
    last = tasks[i].id + 1;
  }
  next_.done.insert(first, last);
  next_.queues[tasks.front().queue].done += tasks.size() - failures.size();
}

void ReportDraft::answered(const std::vector<Task>& tasks, const std::vector<FailedAt>& failures,
                           std::vector<std::string>&& words) {
  words.resize(tasks.size());
  auto failed = failures.begin();
  for (std::uint32_t i = 0; i < tasks.size(); ++i) {
    if (failed != failures.end() && failed->index == i) {
      ++failed;
    } else {
      next_.answers.push_back({tasks[i].id, std::move(words[i])});
    }
  }
}

void ReportDraft::heard(std::uint64_t reports) {
  heard_ = std::min(std::max(heard_, reports), taken_);
}

bool ReportDraft::drops_note() {
  if (is_held()) ++dropped_;
  return is_held();
}

void ReportDraft::send_by(base::Seconds when) {
  due_ = std::min(due_, when);
}

void ReportDraft::send_soon() {
  send_by(sent_ + interval_ * haste);
}

Report ReportDraft::take(base::Seconds now) {
  Report following;
  for (const auto& queue : next_.queues) following.queues.push_back({0, queue.running, 0, {}});
  sent_ = now;
  due_ = base::Seconds::never();
  ++taken_;
  return std::exchange(next_, std::move(following));
}

}  // namespace winnow::farm
