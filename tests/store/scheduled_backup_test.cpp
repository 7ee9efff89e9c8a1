#include "winnow/store/scheduled_backup.hpp"

#include <gmock/gmock.h>

#include <chrono>
#include <thread>

#include "support/temporary_folder.hpp"

namespace winnow::store {
namespace {

using base::Seconds;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr Seconds never{1e6};

/// Waits for what a thread will do.
template <class Condition>
bool comes_true(Condition condition) {
  for (int i = 0; i < 10'000 && !condition(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  return condition();
}

TEST(ScheduledBackup, takes_copies_by_itself) {
  const test::TemporaryFolder folder;
  const BackupFolder copies(folder.path() / "archive", "city.h5");
  base::MemoryLog log;
  const ScheduledBackup backup(copies, {folder.write("city.h5", "result")}, Seconds{0.001}, 3, log);
  EXPECT_TRUE(comes_true([&] { return !copies.copies().value().empty(); }));
}

TEST(ScheduledBackup, takes_one_when_told_to) {
  const test::TemporaryFolder folder;
  const BackupFolder copies(folder.path() / "archive", "city.h5");
  base::MemoryLog log;
  ScheduledBackup backup(copies, {folder.write("city.h5", "result")}, never, 3, log);
  EXPECT_THAT(copies.copies().value(), IsEmpty());
  backup.take();
  EXPECT_THAT(copies.copies().value(), SizeIs(1));
  EXPECT_THAT(log.notes(), IsEmpty());
}

TEST(ScheduledBackup, warns_of_a_copy_that_fails_and_goes_on) {
  const test::TemporaryFolder folder;
  const BackupFolder copies(folder.write("plain", "") / "archive", "city.h5");
  base::MemoryLog log;
  ScheduledBackup backup(copies, {folder.write("city.h5", "result")}, never, 3, log);
  backup.take();
  backup.take();
  ASSERT_THAT(log.notes(), SizeIs(2));
  EXPECT_THAT(log.notes()[0].text, HasSubstr("no backup: cannot make the folder"));
}

TEST(ScheduledBackup, keeps_so_many_copies) {
  const test::TemporaryFolder folder;
  const BackupFolder copies(folder.path() / "archive", "city.h5");
  const auto result = folder.write("city.h5", "result");
  for (const auto* utc : {"2001-01-01T00:00:00Z", "2002-01-01T00:00:00Z", "2003-01-01T00:00:00Z"}) {
    ASSERT_TRUE(copies.take({result}, utc));
  }
  base::MemoryLog log;
  ScheduledBackup backup(copies, {result}, never, 2, log);
  backup.take();
  const auto left = copies.copies().value();
  ASSERT_THAT(left, SizeIs(2));
  EXPECT_EQ(left.front().filename(), "city.h5.20030101T000000Z");
}

}  // namespace
}  // namespace winnow::store
