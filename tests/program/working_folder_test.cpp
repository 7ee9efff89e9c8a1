#include "program/working_folder.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "read/unprivileged.hpp"
#include "support/temporary_folder.hpp"

namespace winnow::program {
namespace {

namespace fs = std::filesystem;

class WorkingFolderTest : public testing::Test {
 protected:
  fs::path used(const std::function<void(const fs::path&)>& use) {
    auto folder = folders_.take();
    EXPECT_TRUE(folder);
    const auto path = folder->path();
    use(path);
    folder->free();
    return path;
  }

  test::TemporaryFolder parent_;
  WorkingFolders folders_{parent_.path()};
};

TEST_F(WorkingFolderTest, two_have_nothing_in_common) {
  const auto one = folders_.take();
  const auto other = folders_.take();
  EXPECT_NE(one->path(), other->path());
  EXPECT_TRUE(fs::is_empty(one->path()) && fs::is_empty(other->path()));
}

TEST_F(WorkingFolderTest, a_free_one_is_used_again_empty) {
  const auto first = used([](const fs::path& path) {
    fs::create_directories(path / "a/b");
    std::ofstream(path / ".hidden") << "text";
    fs::create_symlink("/", path / "root");
  });
  const auto second = folders_.take();
  EXPECT_EQ(second->path(), first);
  EXPECT_TRUE(fs::is_empty(second->path()));
}

TEST_F(WorkingFolderTest, one_that_processes_may_still_use_is_removed) {
  fs::path path;
  {
    const auto folder = folders_.take();
    path = folder->path();
    std::ofstream(path / "file") << "text";
  }
  EXPECT_FALSE(fs::exists(path));
  EXPECT_NE(folders_.take()->path(), path);
}

TEST_F(WorkingFolderTest, what_is_put_in_its_place_is_not_taken_for_it) {
  const auto precious = parent_.write("precious/file", "text");
  const auto path = used([&](const fs::path& own) {
    fs::remove(own);
    fs::create_symlink(precious.parent_path(), own);
  });
  EXPECT_TRUE(fs::exists(precious));
  EXPECT_FALSE(fs::exists(fs::symlink_status(path)));
  const auto closed = used([](const fs::path& own) { fs::permissions(own, fs::perms::owner_read); });
  EXPECT_FALSE(fs::exists(closed));
}

TEST_F(WorkingFolderTest, one_that_is_kept_has_its_label) {
  auto folder = folders_.take();
  std::ofstream(folder->path() / "file") << "text";
  const auto kept = folder->keep("g3-i7");
  EXPECT_TRUE(kept.filename().string().starts_with("g3-i7-"));
  EXPECT_TRUE(fs::exists(kept / "file"));
}

/// In a process that ends without cleaning up, as one that is killed.
[[noreturn]] void leave_a_folder(const fs::path& parent) {
  WorkingFolders folders(parent);
  const auto folder = folders.take();
  std::_Exit(folder && fs::exists(folder->path()) ? 0 : 1);
}

TEST(WorkingFolders, remove_what_a_process_has_left_that_was_killed) {
  const test::TemporaryFolder parent;
  EXPECT_EXIT(leave_a_folder(parent.path()), testing::ExitedWithCode(0), "");
  ASSERT_FALSE(fs::is_empty(parent.path()));
  {
    WorkingFolders folders(parent.path());
    const auto folder = folders.take();
    const auto homes = std::distance(fs::directory_iterator(parent.path()), {});
    EXPECT_EQ(homes, 1) << "its own";
  }
  EXPECT_TRUE(fs::is_empty(parent.path()));
}

TEST(WorkingFolders, of_one_process_do_not_take_each_others) {
  const test::TemporaryFolder parent;
  WorkingFolders some(parent.path());
  const auto one = some.take();
  {
    WorkingFolders others(parent.path());
    const auto other = others.take();
    ASSERT_TRUE(one && other);
    EXPECT_NE(one->path(), other->path());
  }
  EXPECT_TRUE(fs::exists(one->path()));
}

TEST(WorkingFolders, remove_what_is_unused_and_say_why_they_can_make_none) {
  const test::TemporaryFolder parent;
  {
    WorkingFolders folders(parent.path());
    folders.take()->free();
    EXPECT_FALSE(fs::is_empty(parent.path()));
  }
  EXPECT_TRUE(fs::is_empty(parent.path()));
  WorkingFolders nowhere("/no/such/folder");
  const auto folder = nowhere.take();
  ASSERT_FALSE(folder);
  EXPECT_NE(folder.error().text().find("No such file or directory"), std::string::npos);
}

TEST(WorkingFolders, say_why_they_can_make_none_where_they_may_not_write) {
  const test::TemporaryFolder parent;
  fs::permissions(parent.path(), fs::perms{0555});
  WorkingFolders closed(parent.path());
  const test::Unprivileged nobody;
  const auto folder = closed.take();
  ASSERT_FALSE(folder);
  EXPECT_NE(folder.error().text().find("Permission denied"), std::string::npos) << folder.error().text();
}

}  // namespace
}  // namespace winnow::program
