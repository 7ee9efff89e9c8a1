#include "winnow/store/checkpoint_folder.hpp"

#include <gmock/gmock.h>

#include "support/temporary_folder.hpp"

namespace winnow::store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class CheckpointFolderTest : public testing::Test {
 protected:
  void write_journals(std::initializer_list<std::filesystem::path> names) {
    std::filesystem::create_directory(checkpoint.path());
    for (const auto& name : names) folder.write(checkpoint.path().filename() / name.filename(), "");
  }

  test::TemporaryFolder folder;
  CheckpointFolder checkpoint = CheckpointFolder::of_result(folder.path() / "city.h5", {});
};

TEST_F(CheckpointFolderTest, stands_beside_the_result_or_where_it_is_wanted) {
  EXPECT_EQ(checkpoint.path(), folder.path() / ".city.h5.checkpoint");
  EXPECT_EQ(CheckpointFolder::of_result("out/city.h5", "/scratch").path(), "/scratch/.city.h5.checkpoint");
  EXPECT_EQ(CheckpointFolder::of_result("city.h5", {}).path(),
            std::filesystem::current_path() / ".city.h5.checkpoint");
}

TEST_F(CheckpointFolderTest, need_not_be_there) {
  EXPECT_THAT(*checkpoint.journals(), IsEmpty());
  EXPECT_TRUE(checkpoint.remove());
}

TEST_F(CheckpointFolderTest, gives_the_journals_of_all_runs_and_ranks) {
  const auto first = checkpoint.journal(1, 0);
  const auto second = checkpoint.journal(1, 12);
  const auto other_run = checkpoint.journal(0xabcdef, 0);
  write_journals({other_run, second, first, "notes.txt"});
  EXPECT_THAT(*checkpoint.journals(), ElementsAre(first, second, other_run));
}

TEST_F(CheckpointFolderTest, removes_what_is_its_own_and_no_more) {
  write_journals({checkpoint.journal(1, 0), "notes.txt"});
  EXPECT_TRUE(checkpoint.remove());
  EXPECT_THAT(*checkpoint.journals(), IsEmpty());
  EXPECT_TRUE(std::filesystem::exists(checkpoint.path() / "notes.txt"));
  std::filesystem::remove(checkpoint.path() / "notes.txt");
  EXPECT_TRUE(checkpoint.remove());
  EXPECT_FALSE(std::filesystem::exists(checkpoint.path()));
}

TEST_F(CheckpointFolderTest, fails_where_it_cannot_be_read) {
  folder.write(".city.h5.checkpoint", "a file in its place");
  EXPECT_FALSE(checkpoint.journals());
}

}  // namespace
}  // namespace winnow::store
