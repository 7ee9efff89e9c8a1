#include "reduce/walk_source.hpp"

#include <gmock/gmock.h>

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
  WalkSource source(scheme, *read::FileWalk::open(config.files, folder.path()), inputs, state);

  std::vector<farm::Task> tasks;
  for (auto more = farm::Source::State::more; more != farm::Source::State::finished;) {
    const auto before = tasks.size();
    more = source.pull(2, tasks);
    ASSERT_LE(tasks.size(), before + 2);
  }
  std::vector<std::string> paths;
  for (const auto& task : tasks) {
    paths.push_back(task.payload);
    EXPECT_EQ(task.size.count, 11u);
  }
  EXPECT_THAT(paths, UnorderedElementsAre("a.txt", "b.txt", "c.txt"));
  EXPECT_EQ(inputs, *inputs_of(config.files, folder.path()));
  EXPECT_TRUE(state.is_empty());
}

}  // namespace
}  // namespace winnow::reduce
