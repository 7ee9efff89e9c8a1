#include "app/journal/recovery.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <utility>

#include "app/journal/input_check.hpp"
#include "app/journal/opening_check.hpp"
#include "winnow/base/error.hpp"
#include "winnow/base/text.hpp"
#include "winnow/store/journal_reader.hpp"

namespace winnow::app {
namespace {

constexpr auto start_over = "leave out --resume to start over";

/// Tasks pulled at a time.
constexpr std::size_t pulled_at_once = 4096;

[[noreturn]] void refuse(std::string problem, std::string why, const std::string& advice) {
  throw base::Failure({std::move(problem), std::move(why), advice, {}});
}

[[noreturn]] void refuse_foreign(const std::filesystem::path& journal) {
  refuse(fmt::format("{} is no journal of a checkpoint", journal.string()), "", start_over);
}

}  // namespace

Recovery::Recovery(const std::vector<std::filesystem::path>& journals, const JournalOpening& expected) {
  std::vector<TaskIdentity> tasks;
  for (const auto& journal : journals) scan(journal, expected, tasks);
  std::ranges::sort(tasks);
  std::vector<TaskIdentity> contested;
  for (auto task = tasks.begin(); (task = std::adjacent_find(task, tasks.end())) != tasks.end(); ++task) {
    contested.push_back(*task);
  }
  contested_ = FinishedTasks(std::move(contested));
  counted_.resize(contested_.size());
  finished_ = FinishedTasks(std::move(tasks));
}

void Recovery::scan(const std::filesystem::path& path, const JournalOpening& expected,
                    std::vector<TaskIdentity>& tasks) {
  auto reader = base::value_or_throw(store::JournalReader::open(path));
  Journal journal{path};
  if (const auto first = reader.next()) {
    const auto of_first = decode_record(*first);
    const auto* opening = std::get_if<JournalOpening>(&of_first);
    if (opening == nullptr) refuse_foreign(path);
    refuse_others(*opening, expected);
    while (const auto bytes = reader.next()) {
      const auto record = decode_record(*bytes);
      if (std::holds_alternative<JournalOpening>(record)) refuse_foreign(path);
      const auto of_record = tasks_of(record);
      tasks.insert(tasks.end(), of_record.begin(), of_record.end());
      ++journal.records;
    }
  }
  lost_ += reader.lost();
  if (journal.records > 0) journals_.push_back(std::move(journal));
}

void Recovery::refuse_changed(farm::Source& source) const {
  InputCheck check(finished_);
  std::vector<farm::Task> tasks;
  for (auto state = farm::Source::State::more; state == farm::Source::State::more;) {
    tasks.clear();
    state = source.pull(pulled_at_once, tasks);
    for (auto& task : tasks) {
      if (task.revision != 0) {
        check.meet(task);
      } else {
        source.take_back(std::move(task));
        state = farm::Source::State::more;
      }
    }
  }
  const auto difference = check.difference();
  if (difference.empty()) return;
  refuse("the inputs are not those of the checkpoint",
         fmt::format("of {} tasks done before, {}", base::with_commas(finished_.size()), difference),
         fmt::format("put them back, or {}", start_over));
}

void Recovery::fold_into(farm::Sink& sink) {
  for (const auto& journal : journals_) {
    auto reader = base::value_or_throw(store::JournalReader::open(journal.path));
    static_cast<void>(reader.next());
    for (auto left = journal.records; left > 0; --left) {
      const auto bytes = reader.next();
      if (!bytes) refuse("a checkpoint changed while it was read", journal.path.string(), start_over);
      const auto record = decode_record(*bytes);
      if (!may_count(tasks_of(record))) continue;
      if (const auto* folded = std::get_if<FoldedTasks>(&record)) {
        sink.fold(folded->partial, {}, {});
      } else if (const auto* quarantined = std::get_if<QuarantinedTask>(&record)) {
        sink.quarantine(quarantined->task, quarantined->failure);
      }
    }
  }
  for (std::size_t i = 0; i < contested_.size(); ++i) {
    if (!counted_[i]) undone_.push_back(contested_[i]);
  }
  finished_.remove(FinishedTasks(std::move(undone_)));
}

/// A record that has a task in common with one that counts does not count: what else it tells of is done
/// again, unless a later record counts.
bool Recovery::may_count(const std::vector<TaskIdentity>& tasks) {
  if (contested_.empty()) return true;
  const bool clashes = std::ranges::any_of(tasks, [&](const TaskIdentity& task) {
    const auto index = contested_.index_of(task);
    return index && counted_[*index];
  });
  for (const auto& task : tasks) {
    const auto index = contested_.index_of(task);
    if (index && !clashes) counted_[*index] = true;
    if (!index && clashes) undone_.push_back(task);
  }
  return !clashes;
}

}  // namespace winnow::app
