#include "reduce/walk_source.hpp"

#include <gmock/gmock.h>

#include <map>
#include <set>

#include "reduce/file_task.hpp"
#include "support/temporary_folder.hpp"

namespace winnow::reduce {
namespace {

using testing::UnorderedElementsAre;

TEST(WalkSource, makes_a_task_of_each_file_and_never_more_than_asked_for) {
  test::TemporaryFolder folder;
  for (const std::string name : {"a.txt", "b.txt", "c.txt"}) folder.write(name, "created: 1\n");
  Config config;
  config.files = {"*.txt"};
  const auto scheme = std::make_shared<const Scheme>(*Scheme::make(config));
  NodeState state(*scheme);
  Inputs inputs;
  FirstRejection first(*scheme);
  WalkSource source(scheme, *read::FileWalk::open(config.files, folder.path(), read::Look::at_names), inputs,
                    state, first);

  std::vector<farm::Task> tasks;
  for (auto more = farm::Source::State::more; more != farm::Source::State::finished;) {
    const auto before = tasks.size();
    more = source.pull(2, tasks);
    ASSERT_LE(tasks.size(), before + 2);
  }
  std::vector<std::string> paths;
  for (const auto& task : tasks) {
    paths.push_back(task.payload);
    EXPECT_EQ(task.size.count, 0u);
    EXPECT_EQ(task.revision, 0u);
  }
  EXPECT_THAT(paths, UnorderedElementsAre("a.txt", "b.txt", "c.txt"));
  EXPECT_EQ(inputs.files(), 0u);
  EXPECT_TRUE(state.is_empty());
}

TEST(WalkSource, weighs_what_is_asked_for) {
  test::TemporaryFolder folder;
  folder.write("a.txt", "created: 1\n");
  Config config;
  config.folder = folder.path();
  config.files = {"*.txt"};
  const auto scheme = std::make_shared<const Scheme>(*Scheme::make(config));
  NodeState state(*scheme);
  Inputs inputs;
  FirstRejection first(*scheme);
  WalkSource source(scheme, *read::FileWalk::open(config.files, folder.path()), inputs, state, first);
  farm::Task task;
  task.payload = "a.txt";
  source.weigh(task);
  EXPECT_EQ(task.size.count, 11u);
  EXPECT_EQ(task.revision, revision_of(*read::state_of(folder.path() / "a.txt")));
  task.payload = "gone.txt";
  source.weigh(task);
  EXPECT_EQ(task.size.count, 0u);
  EXPECT_NE(task.revision, 0u);
}

TEST(WalkSource, cuts_large_files_that_may_be_cut_and_no_others_once_they_are_handed_back) {
  test::TemporaryFolder folder;
  const std::string rows = "x,y\n" + std::string(25, '1') + ",2\n3,4\n";
  folder.write("large.csv", rows);
  folder.write("small.csv", "x,y\n1,2\n");
  folder.write("report.csv", "title\ncreated: 1\n" + std::string(30, '\n'));
  Config config;
  config.folder = folder.path();
  config.files = {"*.csv"};
  config.piece = base::Bytes{16};
  const auto scheme = std::make_shared<const Scheme>(*Scheme::make(config));
  NodeState state(*scheme);
  Inputs inputs;
  FirstRejection first(*scheme);
  WalkSource source(scheme, *read::FileWalk::open(config.files, folder.path()), inputs, state, first);

  std::vector<farm::Task> names;
  while (source.pull(2, names) != farm::Source::State::finished) {
  }
  for (auto& task : names) source.take_back(std::move(task));
  std::vector<farm::Task> tasks;
  while (source.pull(2, tasks) != farm::Source::State::finished) {
  }
  std::map<std::string, std::vector<std::uint64_t>> begins;
  std::uint64_t large = 0;
  std::set<std::uint64_t> revisions;
  for (const auto& task : tasks) {
    read::Piece piece;
    read_payload(task.payload, piece);
    begins[piece.path].push_back(piece.begin);
    if (piece.path != "large.csv") continue;
    large += task.size.count;
    EXPECT_NE(task.revision, 0u);
    revisions.insert(task.revision);
    EXPECT_EQ(piece.end - piece.begin, task.size.count);
  }
  EXPECT_THAT(begins.at("large.csv"), UnorderedElementsAre(0, 16, 32));
  EXPECT_THAT(begins.at("small.csv"), UnorderedElementsAre(0));
  EXPECT_THAT(begins.at("report.csv"), UnorderedElementsAre(0));
  EXPECT_EQ(large, rows.size());
  EXPECT_EQ(revisions.size(), 1u);
  EXPECT_EQ(inputs.files(), 1u);
  EXPECT_EQ(inputs.size().count, rows.size());
}

TEST(WalkSource, tells_what_it_cannot_take_to_whoever_ends_the_run_for_it) {
  test::TemporaryFolder folder;
  folder.write("names.txt", "gone.txt\n");
  Config config;
  config.files = {"@names.txt"};
  config.on_error = OnError::stop;
  const auto scheme = std::make_shared<const Scheme>(*Scheme::make(config));
  NodeState state(*scheme);
  Inputs inputs;
  FirstRejection first(*scheme);
  WalkSource source(scheme, *read::FileWalk::open(config.files, folder.path()), inputs, state, first);
  std::vector<farm::Task> tasks;
  while (source.pull(2, tasks) != farm::Source::State::finished) {
  }
  EXPECT_TRUE(first.is_there());
}

}  // namespace
}  // namespace winnow::reduce
