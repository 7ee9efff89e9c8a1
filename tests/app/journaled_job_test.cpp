#include "app/journal/journaled_job.hpp"

#include <gmock/gmock.h>

#include "app/journal/journal_record.hpp"
#include "app/journals.hpp"
#include "support/temporary_folder.hpp"
#include "winnow/base/log.hpp"
#include "winnow/store/journal_reader.hpp"

namespace winnow::app {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> payloads_of(farm::Source& source) {
  std::vector<farm::Task> tasks;
  while (source.pull(100, tasks) == farm::Source::State::more) continue;
  std::vector<std::string> payloads;
  for (const auto& task : tasks) payloads.push_back(task.payload);
  return payloads;
}

TEST(JournaledJob, leaves_out_what_is_finished_and_no_more) {
  const auto tasks = tasks_of({"a", "b", "c", "d", "e"});
  ListJob inner(tasks);
  const FinishedTasks finished({identity_of(tasks[0]), identity_of(tasks[1]), identity_of(tasks[4])});
  EXPECT_THAT(payloads_of(*JournaledJob(inner, nullptr, finished).make_source()), ElementsAre("c", "d"));
  EXPECT_THAT(payloads_of(*JournaledJob(inner, nullptr, {}).make_source()), testing::SizeIs(5));
}

TEST(JournaledJob, does_again_what_has_changed_since) {
  ListJob inner({task_of("a", 2)});
  const FinishedTasks finished({identity_of(task_of("a", 1))});
  EXPECT_THAT(payloads_of(*JournaledJob(inner, nullptr, finished).make_source()), ElementsAre("a"));
}

TEST(JournaledJob, tells_tasks_without_a_revision_by_their_names) {
  ListJob inner({task_of("a", 0), task_of("b", 0)});
  const FinishedTasks finished({identity_of(task_of("a", 1))});
  EXPECT_THAT(payloads_of(*JournaledJob(inner, nullptr, finished).make_source()), ElementsAre("b"));
}

TEST(JournaledJob, folds_and_quarantines_as_ever_and_writes_both_down) {
  const test::TemporaryFolder folder;
  const auto path = folder.path() / "made" / "x.journal";
  base::MemoryLog log;
  ListJob inner({});
  const auto tasks = tasks_of({"a", "b"});
  store::JournalWriter journal(path, bytes_of("opening"), base::Seconds{1e6}, log);
  JournaledJob job(inner, &journal, {});
  job.sink().fold(bytes_of("partial"), std::span(tasks).first(1), revisions_of(std::span(tasks).first(1)));
  job.sink().quarantine(tasks[1], {farm::FailureKind::error, "bad"});
  EXPECT_THAT(inner.sink().folded, ElementsAre("partial"));
  EXPECT_THAT(inner.sink().quarantined, ElementsAre(testing::Pair("b", "bad")));
  ASSERT_TRUE(journal.save());
  auto reader = base::value_or_throw(store::JournalReader::open(path));
  (void)reader.next();
  EXPECT_THAT(tasks_of(decode_record(*reader.next())), ElementsAre(identity_of(tasks[0])));
  EXPECT_THAT(tasks_of(decode_record(*reader.next())), ElementsAre(identity_of(tasks[1])));
  EXPECT_FALSE(reader.next());
}

TEST(JournaledJob, writes_nothing_without_a_journal) {
  ListJob inner({});
  EXPECT_EQ(&JournaledJob(inner, nullptr, {}).sink(), &inner.sink());
}

}  // namespace
}  // namespace winnow::app
