#include "winnow/farm/ledger.hpp"

#include <gmock/gmock.h>

#include "farm/role_stage.hpp"
#include "support/temporary_folder.hpp"

namespace winnow::farm {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::vector<TaskId> read_ids(Ledger& ledger, TaskId first, TaskId last) {
  std::vector<TaskId> ids;
  ledger.read(first, last, [&](Task&& task) {
    EXPECT_EQ(task.payload, "task " + std::to_string(task.id));
    ids.push_back(task.id);
  });
  return ids;
}

void expect_range_reads(Ledger& ledger) {
  for (const TaskId id : {3, 4, 8, 9, 20}) ledger.append(task_of(id));
  EXPECT_THAT(read_ids(ledger, 4, 9), ElementsAre(4, 8));
  EXPECT_THAT(read_ids(ledger, 0, 100), ElementsAre(3, 4, 8, 9, 20));
  EXPECT_THAT(read_ids(ledger, 10, 20), ElementsAre());
}

TEST(MemoryLedger, gives_back_a_range_of_tasks) {
  MemoryLedger ledger;
  expect_range_reads(ledger);
}

TEST(FileLedger, gives_back_a_range_of_tasks) {
  const test::TemporaryFolder folder;
  auto ledger = FileLedger::create(folder.path());
  ASSERT_TRUE(ledger);
  expect_range_reads(*ledger);
}

TEST(FileLedger, gives_back_tasks_from_many_blocks) {
  const test::TemporaryFolder folder;
  auto ledger = FileLedger::create(folder.path());
  ASSERT_TRUE(ledger);
  constexpr TaskId tasks = 50'000;
  for (TaskId id = 0; id < tasks; ++id) ledger->append(task_of(id));
  EXPECT_EQ(read_ids(*ledger, 0, tasks).size(), tasks);
  const auto some = read_ids(*ledger, 12'345, 45'678);
  ASSERT_EQ(some.size(), 45'678U - 12'345U);
  EXPECT_EQ(some.front(), 12'345U);
  EXPECT_EQ(some.back(), 45'677U);
  ledger->append(task_of(tasks));
  EXPECT_THAT(read_ids(*ledger, tasks, tasks + 1), ElementsAre(tasks)) << "goes on after a reading";
}

TEST(FileLedger, leaves_no_name_behind) {
  const test::TemporaryFolder folder;
  const auto ledger = FileLedger::create(folder.path());
  ASSERT_TRUE(ledger);
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(FileLedger, says_what_to_do_where_it_cannot_be_made) {
  const auto ledger = FileLedger::create("/no/such/folder");
  ASSERT_FALSE(ledger);
  EXPECT_EQ(
      ledger.error().text(),
      "cannot make a temporary file in /no/such/folder (No such file or directory): set TMPDIR to a folder "
      "that can be written");
}

}  // namespace
}  // namespace winnow::farm
