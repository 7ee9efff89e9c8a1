#include "app/journal/checkpoint.hpp"

#include <gmock/gmock.h>

#include "app/campaign.hpp"
#include "app/common_failure.hpp"
#include "app/journals.hpp"
#include "app/run/order_sharing.hpp"

namespace winnow::app {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

const std::vector<farm::Task> all_tasks = tasks_of({"a", "b", "c"});

class CheckpointTest : public testing::Test {
 protected:
  RunOrder order() {
    std::optional<RunLock> lock;
    return make_order(command, lock, log);
  }

  /// A run that folds the first task and is over before its end.
  void run_and_stop() {
    const auto ours = order();
    ListJob job(all_tasks);
    Checkpoint checkpoint(ours, 0, log);
    checkpoint.start_over(alone, job);
    checkpoint.job().sink().fold(bytes_of("part"), std::span(all_tasks).first(1),
                                 revisions_of(std::span(all_tasks).first(1)));
    EXPECT_TRUE(checkpoint.save());
  }

  static Checkpoint::MakeJob another(std::vector<farm::Task> tasks = all_tasks) {
    return [tasks = std::move(tasks)] { return std::make_unique<ListJob>(tasks); };
  }

  [[nodiscard]] static std::size_t tasks_left(farm::Job& job) {
    const auto source = job.make_source();
    std::vector<farm::Task> tasks;
    while (source->pull(100, tasks) == farm::Source::State::more) continue;
    return tasks.size();
  }

  Campaign campaign;
  RunCommand command = campaign.command();
  base::MemoryLog log;
  base::SoloTeam alone;
  std::filesystem::path folder = std::filesystem::current_path() / ".city.h5.checkpoint";
};

TEST_F(CheckpointTest, brings_back_what_was_done_and_leaves_the_rest_to_do) {
  run_and_stop();
  const auto ours = order();
  ListJob job(all_tasks);
  Checkpoint checkpoint(ours, 0, log);
  checkpoint.resume(alone, job, another());
  EXPECT_THAT(job.sink().folded, ElementsAre("part"));
  EXPECT_EQ(checkpoint.taken_up(), 1u);
  EXPECT_EQ(tasks_left(checkpoint.job()), 2u);
  ASSERT_THAT(log.notes(), SizeIs(1));
  EXPECT_EQ(log.notes()[0].text, "going on: 1 tasks were done before");
}

TEST_F(CheckpointTest, goes_on_again_and_again) {
  run_and_stop();
  for (std::size_t done = 1; done < 3; ++done) {
    const auto ours = order();
    ListJob job(all_tasks);
    Checkpoint checkpoint(ours, 0, log);
    checkpoint.resume(alone, job, another());
    EXPECT_THAT(job.sink().folded, SizeIs(done));
    EXPECT_EQ(tasks_left(checkpoint.job()), 3 - done);
    checkpoint.job().sink().fold(bytes_of("part"), std::span(all_tasks).subspan(done, 1),
                                 revisions_of(std::span(all_tasks).subspan(done, 1)));
    EXPECT_TRUE(checkpoint.save());
  }
}

TEST_F(CheckpointTest, begins_anew_where_there_is_nothing) {
  const auto ours = order();
  ListJob job(all_tasks);
  Checkpoint checkpoint(ours, 0, log);
  checkpoint.resume(alone, job, another());
  EXPECT_EQ(tasks_left(checkpoint.job()), 3u);
  ASSERT_THAT(log.notes(), SizeIs(1));
  EXPECT_THAT(log.notes()[0].text, HasSubstr("there is no checkpoint"));
}

TEST_F(CheckpointTest, starts_over_with_a_warning_where_it_is_not_asked_to_go_on) {
  run_and_stop();
  const auto ours = order();
  ListJob job(all_tasks);
  Checkpoint checkpoint(ours, 0, log);
  checkpoint.start_over(alone, job);
  EXPECT_EQ(tasks_left(checkpoint.job()), 3u);
  EXPECT_THAT(job.sink().folded, IsEmpty());
  EXPECT_FALSE(std::filesystem::exists(folder));
  ASSERT_THAT(log.notes(), SizeIs(1));
  EXPECT_EQ(log.notes()[0].level, base::Level::warning);
  EXPECT_THAT(log.notes()[0].text, HasSubstr("--resume would have gone on with it"));
}

TEST_F(CheckpointTest, refuses_changed_inputs_and_keeps_what_is_there) {
  run_and_stop();
  const auto ours = order();
  ListJob job(all_tasks);
  Checkpoint checkpoint(ours, 0, log);
  EXPECT_THROW(checkpoint.resume(alone, job, another({task_of("a", 2)})), CommonFailure);
  EXPECT_THAT(job.sink().folded, IsEmpty());
  EXPECT_TRUE(std::filesystem::exists(folder));
}

TEST_F(CheckpointTest, is_gone_when_the_result_is_in_place) {
  run_and_stop();
  const auto ours = order();
  ListJob job(all_tasks);
  Checkpoint checkpoint(ours, 0, log);
  checkpoint.resume(alone, job, another());
  checkpoint.job().sink().fold(bytes_of("rest"), std::span(all_tasks).subspan(1),
                               revisions_of(std::span(all_tasks).subspan(1)));
  EXPECT_TRUE(checkpoint.save());
  checkpoint.remove(alone);
  EXPECT_FALSE(std::filesystem::exists(folder));
}

TEST_F(CheckpointTest, keeps_nothing_where_nothing_is_wanted_and_goes_on_all_the_same) {
  run_and_stop();
  command.study.sets = {"checkpoint.interval=none"};
  const auto ours = order();
  ListJob job(all_tasks);
  Checkpoint checkpoint(ours, 0, log);
  checkpoint.resume(alone, job, another());
  EXPECT_EQ(tasks_left(checkpoint.job()), 2u);
  EXPECT_FALSE(checkpoint.save());
}

}  // namespace
}  // namespace winnow::app
