#include "app/journal/recovery.hpp"

#include <gmock/gmock.h>

#include "app/journals.hpp"
#include "support/temporary_folder.hpp"
#include "winnow/base/error.hpp"
#include "winnow/base/log.hpp"
#include "winnow/store/journal_writer.hpp"

namespace winnow::app {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

const JournalOpening ours{"1.0", "title = \"\"\n\n[reduce]\nruns = true\n"};

template <class Step>
std::string refusal_of(Step step) {
  try {
    step();
  } catch (const base::Failure& failure) {
    return failure.what();
  }
  return "taken";
}

class RecoveryTest : public testing::Test {
 protected:
  using Batches = std::vector<std::initializer_list<const char*>>;

  /// Adds a journal in which each batch has left the names of its tasks.
  void write(const Batches& batches, const JournalOpening& opening = ours) {
    base::Buffer first;
    encode(opening, first);
    paths.push_back(folder.path() / "made" / std::to_string(paths.size()));
    store::JournalWriter journal(paths.back(), first, base::Seconds{1e6}, log);
    for (const auto& batch : batches) {
      std::string partial;
      for (const auto* task : batch) partial += task;
      journal.append(folded_record(tasks_of(batch), partial));
    }
    ASSERT_TRUE(journal.save());
  }

  /// The names of finished tasks among a to z.
  static std::string names_of(const FinishedTasks& finished) {
    std::string names;
    for (char name = 'a'; name <= 'z'; ++name) {
      if (finished.contains(identity_of(task_of(std::string(1, name))))) names += name;
    }
    EXPECT_EQ(names.size(), finished.size());
    return names;
  }

  test::TemporaryFolder folder;
  std::vector<std::filesystem::path> paths;
  base::MemoryLog log;
  ListJob job{{}};
};

TEST_F(RecoveryTest, folds_all_that_the_journals_of_several_runs_hold) {
  write({{"a", "b"}, {"c"}});
  write({{"d"}});
  Recovery recovery(paths, ours);
  recovery.fold_into(job.sink());
  EXPECT_THAT(job.sink().folded, UnorderedElementsAre("ab", "c", "d"));
  EXPECT_EQ(names_of(recovery.finished()), "abcd");
  EXPECT_EQ(recovery.lost().count, 0u);
}

TEST_F(RecoveryTest, refuses_journals_of_something_else) {
  base::Buffer opening;
  encode(ours, opening);
  const auto folded = folded_record(tasks_of({"a"}), "a");
  const auto refusal_of_journal = [&](const base::Buffer& first, const base::Buffer& second) {
    const auto path = folder.path() / "foreign";
    std::filesystem::remove(path);
    store::JournalWriter journal(path, first, base::Seconds{1e6}, log);
    journal.append(second);
    EXPECT_TRUE(journal.save());
    return refusal_of([&] { const Recovery recovery({path}, ours); });
  };
  EXPECT_THAT(refusal_of_journal(folded, folded), HasSubstr("foreign is no journal of a checkpoint"));
  EXPECT_THAT(refusal_of_journal(opening, opening), HasSubstr("foreign is no journal of a checkpoint"));
}

TEST_F(RecoveryTest, counts_a_task_once_of_which_two_journals_tell) {
  write({{"a", "b"}, {"c"}});
  write({{"a", "b"}, {"c"}, {"d"}});
  Recovery recovery(paths, ours);
  recovery.fold_into(job.sink());
  EXPECT_THAT(job.sink().folded, UnorderedElementsAre("ab", "c", "d"));
  EXPECT_EQ(names_of(recovery.finished()), "abcd");
}

TEST_F(RecoveryTest, leaves_a_batch_out_that_overlaps_another_and_has_its_other_tasks_done_again) {
  write({{"a", "b", "c"}});
  write({{"c", "d"}, {"d", "e"}, {"f"}});
  Recovery recovery(paths, ours);
  recovery.fold_into(job.sink());
  EXPECT_THAT(job.sink().folded, UnorderedElementsAre("abc", "de", "f"));
  EXPECT_EQ(names_of(recovery.finished()), "abcdef");
}

TEST_F(RecoveryTest, does_not_take_a_task_for_done_whose_every_batch_is_left_out) {
  write({{"a", "b"}});
  write({{"b", "c", "d"}, {"a", "d", "e"}});
  Recovery recovery(paths, ours);
  recovery.fold_into(job.sink());
  EXPECT_THAT(job.sink().folded, ElementsAre("ab"));
  EXPECT_EQ(names_of(recovery.finished()), "ab");
}

TEST_F(RecoveryTest, quarantines_again_what_was_quarantined) {
  base::Buffer record;
  encode(QuarantinedTask{task_of("q"), {farm::FailureKind::error, "bad"}}, record);
  write({});
  paths.push_back(folder.path() / "made" / "q");
  base::Buffer first;
  encode(ours, first);
  store::JournalWriter journal(paths.back(), first, base::Seconds{1e6}, log);
  journal.append(record);
  ASSERT_TRUE(journal.save());
  paths.erase(paths.begin());
  Recovery recovery(paths, ours);
  recovery.fold_into(job.sink());
  EXPECT_THAT(job.sink().quarantined, ElementsAre(testing::Pair("q", "bad")));
  EXPECT_EQ(names_of(recovery.finished()), "q");
}

TEST_F(RecoveryTest, takes_what_is_torn_as_if_it_had_not_been_written) {
  write({{"a"}});
  write({{"b"}});
  std::filesystem::resize_file(paths[0], std::filesystem::file_size(paths[0]) - 1);
  Recovery recovery(paths, ours);
  recovery.fold_into(job.sink());
  EXPECT_EQ(names_of(recovery.finished()), "b");
  EXPECT_GT(recovery.lost().count, 0u);
}

TEST_F(RecoveryTest, refuses_another_version_and_says_which) {
  write({{"a"}}, {"0.9", "whatever its study says"});
  EXPECT_EQ(
      refusal_of([&] { Recovery(paths, ours); }),
      "the checkpoint is of another version of Winnow (Winnow 0.9 wrote it, and this is 1.0): go on with "
      "Winnow 0.9, or leave out --resume to start over");
}

TEST_F(RecoveryTest, refuses_another_study_and_says_where_it_differs) {
  write({{"a"}}, {"1.0", "title = \"\"\n\n[reduce]\nruns = false\n"});
  EXPECT_EQ(
      refusal_of([&] { Recovery(paths, ours); }),
      "the checkpoint is of another study (reduce.runs was false and is true): change the study back, or "
      "leave out --resume to start over");
}

TEST_F(RecoveryTest, refuses_inputs_that_are_not_as_they_were) {
  write({{"a", "b", "c"}, {"d"}});
  const Recovery recovery(paths, ours);
  ListSource as_it_was(tasks_of({"d", "new", "c", "b", "a"}));
  EXPECT_EQ(refusal_of([&] { recovery.refuse_changed(as_it_was); }), "taken");
  ListSource other({task_of("d"), task_of("b", 2), task_of("c", 2)});
  EXPECT_EQ(refusal_of([&] { recovery.refuse_changed(other); }),
            "the inputs are not those of the checkpoint (of 4 tasks done before, 2 are of inputs that have "
            "changed: b, c; 1 of inputs that are gone): put them back, or leave out --resume to start over");
}

}  // namespace
}  // namespace winnow::app
