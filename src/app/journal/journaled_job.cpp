#include "app/journal/journaled_job.hpp"

#include <algorithm>
#include <utility>

#include "app/journal/journal_record.hpp"

namespace winnow::app {

void JournalingSink::fold(std::span<const std::byte> partial, std::span<const farm::Task> done,
                          std::span<const std::uint64_t> revisions) {
  inner_.fold(partial, done, revisions);
  record_.clear();
  encode_folded(done, revisions, partial, record_);
  journal_.append(record_, partial);
}

void JournalingSink::quarantine(const farm::Task& task, const farm::TaskFailure& failure) {
  inner_.quarantine(task, failure);
  record_.clear();
  encode(QuarantinedTask{task, failure}, record_);
  journal_.append(record_);
}

farm::Source::State ResumedSource::pull(std::size_t credits, std::vector<farm::Task>& tasks) {
  const auto before = static_cast<std::ptrdiff_t>(tasks.size());
  const auto state = inner_->pull(credits, tasks);
  const auto finished = std::remove_if(tasks.begin() + before, tasks.end(),
                                       [&](const farm::Task& task) { return is_finished(task); });
  tasks.erase(finished, tasks.end());
  return state;
}

bool ResumedSource::is_finished(const farm::Task& task) const {
  const auto identity = identity_of(task);
  return task.revision == 0 ? finished_.contains_name(identity.name) : finished_.contains(identity);
}

JournaledJob::JournaledJob(farm::Job& inner, store::JournalWriter* journal, const FinishedTasks& finished)
    : inner_(inner), finished_(finished) {
  if (journal != nullptr) sink_.emplace(inner.sink(), *journal);
}

std::unique_ptr<farm::Source> JournaledJob::make_source() {
  auto source = inner_.make_source();
  if (finished_.empty()) return source;
  return std::make_unique<ResumedSource>(std::move(source), finished_);
}

}  // namespace winnow::app
