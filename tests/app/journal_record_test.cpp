#include "app/journal/journal_record.hpp"

#include <gmock/gmock.h>

#include "app/journals.hpp"
#include "winnow/base/error.hpp"

namespace winnow::app {
namespace {

using testing::ElementsAre;

TEST(JournalRecord, brings_back_an_opening) {
  base::Buffer bytes;
  encode({"1.2.3", "[reduce]\n"}, bytes);
  const auto opening = std::get<JournalOpening>(decode_record(bytes));
  EXPECT_EQ(opening.version, "1.2.3");
  EXPECT_EQ(opening.study, "[reduce]\n");
  EXPECT_TRUE(tasks_of(decode_record(bytes)).empty());
}

TEST(JournalRecord, brings_back_folded_tasks) {
  const auto tasks = tasks_of({"a", "b"});
  const auto bytes = folded_record(tasks, "partial");
  const auto record = decode_record(bytes);
  const auto partial = std::get<FoldedTasks>(record).partial;
  EXPECT_THAT(tasks_of(record), ElementsAre(identity_of(tasks[0]), identity_of(tasks[1])));
  EXPECT_TRUE(std::ranges::equal(partial, bytes_of("partial")));
}

TEST(JournalRecord, brings_back_a_quarantined_task) {
  const auto task = task_of("a", 7);
  base::Buffer bytes;
  encode(QuarantinedTask{task, {farm::FailureKind::timeout, "ran long"}}, bytes);
  const auto record = decode_record(bytes);
  const auto& quarantined = std::get<QuarantinedTask>(record);
  EXPECT_EQ(quarantined.task.payload, "a");
  EXPECT_EQ(quarantined.task.size, task.size);
  EXPECT_EQ(quarantined.failure.kind, farm::FailureKind::timeout);
  EXPECT_EQ(quarantined.failure.reason, "ran long");
  EXPECT_THAT(tasks_of(record), ElementsAre(identity_of(task)));
}

TEST(JournalRecord, takes_the_opening_of_a_version_that_says_more) {
  base::Buffer bytes;
  encode({"9", "study"}, bytes);
  bytes.push_back(std::byte{42});
  EXPECT_EQ(std::get<JournalOpening>(decode_record(bytes)).version, "9");
}

TEST(JournalRecord, refuses_what_is_none) {
  auto bytes = folded_record(tasks_of({"a", "b"}), "partial");
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_THROW((void)decode_record(std::span(bytes).first(size)), base::Failure) << size;
  }
  bytes.push_back(std::byte{0});
  EXPECT_THROW((void)decode_record(bytes), base::Failure);
  bytes.front() = std::byte{200};
  EXPECT_THROW((void)decode_record(bytes), base::Failure);
}

}  // namespace
}  // namespace winnow::app
