#include "winnow/farm/station.hpp"

#include <gmock/gmock.h>

#include "farm/role_stage.hpp"

namespace winnow::farm {
namespace {

using base::Seconds;
using testing::ElementsAre;
using testing::SizeIs;

class TenTasks final : public Source {
 public:
  State pull(std::size_t credits, std::vector<Task>& tasks) override {
    for (; credits > 0 && next_ < 10; --credits) tasks.push_back(task_of(next_++));
    return next_ < 10 ? State::more : State::finished;
  }

 private:
  TaskId next_ = 0;
};

class PlainJob final : public Job {
 public:
  [[nodiscard]] std::string_view name() const override { return "plain"; }
  std::unique_ptr<Source> make_source() override { return std::make_unique<TenTasks>(); }
  std::unique_ptr<Kernel> make_kernel() override { return nullptr; }
  KeepingSink& sink() override { return sink_; }

 private:
  KeepingSink sink_;
};

std::shared_ptr<const Setup> setup_with(std::vector<Node> nodes) {
  return std::make_shared<const Setup>(setup_of(std::move(nodes)));
}

TEST(Station, runs_alone_from_start_to_end_without_a_message) {
  PlainJob job;
  Station station(0, 2, setup_with({{{0}}}), job);
  std::vector<Action> actions;
  station.handle(Started{}, Seconds{0}, actions);
  std::size_t ran = 0;
  for (std::size_t i = 0; i < actions.size(); ++i) {
    ASSERT_FALSE(std::holds_alternative<Send>(actions[i]));
    if (!std::holds_alternative<QueueWork>(actions[i])) continue;
    const auto queued = std::get<QueueWork>(actions[i]);
    ran += queued.tasks->size();
    station.handle(KernelFinished{queued.work, {}, bytes_of("x"), Seconds{0.1}}, Seconds{1}, actions);
  }
  EXPECT_EQ(ran, 10U);
  ASSERT_TRUE(std::holds_alternative<Finished>(actions.back()));
  EXPECT_EQ(std::get<Finished>(actions.back()).ending, Ending::complete);
  EXPECT_EQ(station.status().queues[0].done, 10U);
  EXPECT_EQ(station.workers()[0].tasks, 10U);
  EXPECT_FALSE(job.sink().folded.empty());
}

TEST(Station, leads_where_its_rank_is_the_first_of_its_node) {
  PlainJob job;
  std::vector<Action> actions;
  for (const Rank rank : {1, 2}) {
    Station station(rank, 1, setup_with({{{0}}, {{1, 2}}}), job);
    station.handle(Started{}, Seconds{0}, actions);
    EXPECT_EQ(station.leads(), rank == 1);
  }
}

TEST(Station, becomes_leader_when_the_master_says_so) {
  PlainJob job;
  Station station(2, 1, setup_with({{{0}}, {{1, 2, 3}}}), job);
  std::vector<Action> actions;
  station.handle(Started{}, Seconds{0}, actions);
  actions.clear();
  station.handle(MessageArrived{0, Lead{2, {2, 3}}}, Seconds{1}, actions);
  EXPECT_TRUE(station.leads());
  std::vector<Rank> followers;
  for (const auto& action : actions) {
    const auto* send = std::get_if<Send>(&action);
    if (send != nullptr && std::holds_alternative<Follow>(send->message)) followers.push_back(send->to);
  }
  EXPECT_THAT(followers, ElementsAre(3));
}

TEST(Station, passes_a_request_to_stop_to_the_master) {
  PlainJob job;
  Station station(2, 1, setup_with({{{0}}, {{1, 2}}}), job);
  std::vector<Action> actions;
  station.handle(Started{}, Seconds{0}, actions);
  actions.clear();
  station.handle(StopRequested{}, Seconds{1}, actions);
  ASSERT_THAT(actions, SizeIs(1));
  EXPECT_EQ(std::get<Send>(actions[0]).to, master_rank);
}

TEST(Station, needs_no_tick_before_the_next_heartbeat_when_idle) {
  PlainJob job;
  Station station(2, 1, setup_with({{{0}}, {{1, 2}}}), job);
  std::vector<Action> actions;
  station.handle(Started{}, Seconds{5}, actions);
  EXPECT_EQ(station.next_wakeup(), Seconds{6});
}

}  // namespace
}  // namespace winnow::farm
