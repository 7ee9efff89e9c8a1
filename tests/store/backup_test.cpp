#include "winnow/store/backup.hpp"

#include <gmock/gmock.h>

#include <fstream>

#include "support/full_disk.hpp"
#include "support/temporary_folder.hpp"
#include "winnow/base/file.hpp"

namespace winnow::store {
namespace {

namespace fs = std::filesystem;
using test::TemporaryFolder;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

/// A result with a checkpoint of two journals, and a folder for copies.
class BackupTest : public testing::Test {
 protected:
  BackupTest() {
    folder_.write("work/city.h5", "result");
    folder_.write("work/.city.h5.checkpoint/1-0.journal", "first journal");
    folder_.write("work/.city.h5.checkpoint/1-1.journal", std::string(3'000'000, 'j'));
  }

  [[nodiscard]] fs::path work() const { return folder_.path() / "work"; }
  [[nodiscard]] fs::path archive() const { return folder_.path() / "archive"; }
  [[nodiscard]] BackupFolder copies() const { return {archive(), "city.h5"}; }

  fs::path take(std::string_view utc = "2026-03-01T12:00:00Z") const {
    const auto copy = copies().take({work() / "city.h5", work() / ".city.h5.checkpoint"}, utc);
    EXPECT_TRUE(copy) << copy.error().text();
    return copy->value();
  }

  static std::string content(const fs::path& path) { return base::value_or_throw(base::read_file(path)); }

  TemporaryFolder folder_;
};

TEST_F(BackupTest, gives_back_every_file_where_it_was) {
  const auto copy = take();
  EXPECT_EQ(copy, archive() / "city.h5.20260301T120000Z");
  fs::remove_all(work());
  const auto restored = restore(copy, {});
  ASSERT_TRUE(restored) << restored.error().text();
  EXPECT_THAT(*restored, ElementsAre(work() / "city.h5", work() / ".city.h5.checkpoint/1-0.journal",
                                     work() / ".city.h5.checkpoint/1-1.journal"));
  EXPECT_EQ(content(work() / "city.h5"), "result");
  EXPECT_EQ(content(work() / ".city.h5.checkpoint/1-0.journal"), "first journal");
  EXPECT_EQ(content(work() / ".city.h5.checkpoint/1-1.journal"), std::string(3'000'000, 'j'));
}

TEST_F(BackupTest, gives_them_back_elsewhere) {
  const auto restored = restore(take(), {.to = folder_.path() / "new"});
  ASSERT_TRUE(restored) << restored.error().text();
  EXPECT_EQ(content(folder_.path() / "new/.city.h5.checkpoint/1-0.journal"), "first journal");
}

TEST_F(BackupTest, takes_the_newest_copy_of_a_folder) {
  (void)take("2026-03-01T12:00:00Z");
  folder_.write("work/city.h5", "newer result");
  (void)take("2026-03-02T00:00:00Z");
  ASSERT_TRUE(restore(archive(), {.to = folder_.path() / "new"}));
  EXPECT_EQ(content(folder_.path() / "new/city.h5"), "newer result");
}

TEST_F(BackupTest, replaces_a_copy_of_the_same_second) {
  (void)take();
  folder_.write("work/city.h5", "newer result");
  const auto copy = take();
  EXPECT_EQ(content(copy / "city.h5"), "newer result");
  EXPECT_THAT(copies().copies().value(), SizeIs(1));
}

TEST_F(BackupTest, keeps_so_many_copies_of_its_result_and_all_of_others) {
  const auto other = BackupFolder(archive(), "town.h5").take({work() / "city.h5"}, "2026-01-01T00:00:00Z");
  ASSERT_TRUE(other);
  for (int day = 1; day <= 5; ++day) (void)take("2026-03-0" + std::to_string(day) + "T12:00:00Z");
  ASSERT_TRUE(copies().rotate(2));
  EXPECT_THAT(copies().copies().value(),
              ElementsAre(archive() / "city.h5.20260304T120000Z", archive() / "city.h5.20260305T120000Z"));
  EXPECT_TRUE(fs::exists(other->value()));
}

TEST_F(BackupTest, passes_over_what_is_not_there) {
  EXPECT_EQ(copies().take({work() / "nothing.h5"}, "2026-03-01T12:00:00Z").value(), std::nullopt);
  EXPECT_FALSE(fs::exists(archive()));
  fs::remove_all(work() / ".city.h5.checkpoint");
  EXPECT_THAT(restore(take(), {.to = folder_.path() / "new"}).value(), SizeIs(1));
}

TEST_F(BackupTest, leaves_no_half_copy_under_a_name_of_a_whole_one) {
  folder_.write("archive/.city.h5.part/city.h5", "left by a run that was killed");
  EXPECT_THAT(copies().copies().value(), SizeIs(0));
  EXPECT_EQ(content(take() / "city.h5"), "result");
  EXPECT_FALSE(fs::exists(archive() / ".city.h5.part"));
}

TEST_F(BackupTest, leaves_nothing_of_a_copy_for_which_there_is_no_room) {
  {
    const test::FullDisk full(4);
    EXPECT_FALSE(copies().take({work() / "city.h5"}, "2026-03-01T12:00:00Z"));
  }
  EXPECT_TRUE(fs::is_empty(archive()));
}

TEST_F(BackupTest, is_not_restored_if_a_byte_has_changed) {
  const auto copy = take();
  std::fstream(copy / "city.h5", std::ios::in | std::ios::out) << "R";
  fs::remove_all(work());
  EXPECT_EQ(restore(copy, {}).error().text(),
            (copy / "city.h5").string() + " is damaged (it is not as it was copied): take another copy");
  EXPECT_FALSE(fs::exists(work())) << "nothing was touched";
}

TEST_F(BackupTest, is_not_restored_if_its_manifest_has_changed) {
  const auto copy = take();
  const auto text = content(copy / "MANIFEST");
  for (const auto& changed : {text.substr(0, text.size() / 2), "x" + text, std::string()}) {
    ASSERT_TRUE(base::write_atomically(copy / "MANIFEST", changed));
    EXPECT_EQ(restore(copy, {}).error().text(),
              (copy / "MANIFEST").string() + " is damaged (its checksum is another): take another copy");
  }
}

TEST_F(BackupTest, replaces_files_only_if_told_to) {
  const auto copy = take();
  folder_.write("work/city.h5", "newer result");
  EXPECT_EQ(restore(copy, {}).error().text(),
            (work() / "city.h5").string() +
                " is there already: move it away, name another folder with --to, or use --overwrite");
  EXPECT_EQ(content(work() / "city.h5"), "newer result");
  ASSERT_TRUE(restore(copy, {.overwrite = true}));
  EXPECT_EQ(content(work() / "city.h5"), "result");
}

TEST_F(BackupTest, is_told_from_other_folders) {
  EXPECT_THAT(restore(work(), {}).error().text(), HasSubstr("is no backup and has none in it"));
  (void)take();
  ASSERT_TRUE(BackupFolder(archive(), "town.h5").take({work() / "city.h5"}, "2026-01-01T00:00:00Z"));
  EXPECT_EQ(
      restore(archive(), {}).error().text(),
      archive().string() + " has backups of several results (city.h5 and town.h5): name one of the copies");
}

TEST_F(BackupTest, says_where_it_cannot_be_made) {
  folder_.write("plain", "");
  const auto copy = BackupFolder(folder_.path() / "plain" / "archive", "city.h5")
                        .take({work() / "city.h5"}, "2026-03-01T12:00:00Z");
  EXPECT_THAT(copy.error().text(), HasSubstr("cannot make the folder"));
}

TEST_F(BackupTest, is_refused_before_there_is_anything_to_copy) {
  folder_.write("plain", "");
  EXPECT_EQ(BackupFolder(folder_.path() / "plain" / "archive", "city.h5").prepare().error().text(),
            "cannot make the folder " + (folder_.path() / "plain" / "archive").string() +
                " (Not a directory): name a folder of your own");
  EXPECT_TRUE(BackupFolder(folder_.path() / "copies", "city.h5").prepare());
  EXPECT_TRUE(std::filesystem::is_directory(folder_.path() / "copies"));
}

}  // namespace
}  // namespace winnow::store
