#include "farm/stock.hpp"

#include <gmock/gmock.h>

#include "farm/role_stage.hpp"

namespace winnow::farm {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using testing::UnorderedElementsAre;

constexpr std::uint64_t two_slots = 2;

Task retry_of(TaskId id) {
  auto task = task_of(id);
  task.attempt = 1;
  return task;
}

class StockTest : public testing::Test {
 protected:
  StockTest() { setup.options.batch = 3; }

  void add(std::vector<Task> tasks) {
    for (auto& task : tasks) stock.add(std::move(task));
  }

  farm::Setup setup = setup_of({{{0}}});
  Stock stock{setup};
};

TEST_F(StockTest, cuts_batches_of_the_largest_tasks) {
  add({task_of(1, 10), task_of(2, 40), task_of(3, 20), task_of(4, 30)});
  EXPECT_EQ(stock.next().id, 2U);
  EXPECT_THAT(ids_of(stock.cut_batch(two_slots)), ElementsAre(2, 4, 3));
  EXPECT_THAT(ids_of(stock.cut_batch(two_slots)), ElementsAre(1));
  EXPECT_TRUE(stock.empty());
}

TEST_F(StockTest, puts_tasks_of_one_queue_only_into_a_batch) {
  add({task_of(1), task_of(2, 0, 1), task_of(3)});
  EXPECT_THAT(ids_of(stock.cut_batch(two_slots)), ElementsAre(2)) << "the urgent queue first";
  EXPECT_THAT(ids_of(stock.cut_batch(two_slots)), ElementsAre(1, 3));
}

TEST_F(StockTest, puts_nothing_beside_a_task_that_goes_alone) {
  auto tasks = tasks_of(1, 5);
  tasks[2].alone = true;
  add(std::move(tasks));
  EXPECT_THAT(ids_of(stock.cut_batch(two_slots)), ElementsAre(1, 2));
  EXPECT_THAT(ids_of(stock.cut_batch(two_slots)), ElementsAre(3));
  EXPECT_THAT(ids_of(stock.cut_batch(two_slots)), ElementsAre(4));
}

TEST_F(StockTest, cuts_a_batch_short_of_tasks_that_would_make_it_too_large) {
  setup.options.batch = 0;
  constexpr std::uint64_t mebibyte = 1 << 20;
  for (TaskId id = 1; id <= 100; ++id) stock.add(task_of(id, 3 * mebibyte));
  EXPECT_THAT(stock.cut_batch(two_slots), SizeIs(2)) << "4 MiB after the first task while nothing is known";
}

TEST_F(StockTest, lets_batches_follow_the_measured_time_of_tasks) {
  setup.options.batch = 0;
  setup.options.batch_time = base::Seconds{0.05};
  stock.measured(tasks_of(1, 11), {}, base::Seconds{0.1});
  EXPECT_EQ(stock.largest_batch(), 16U) << "of the other queue, whose tasks nobody has seen";
  for (TaskId id = 1; id <= 100; ++id) stock.add(task_of(id));
  EXPECT_THAT(stock.cut_batch(two_slots), SizeIs(5));
}

TEST_F(StockTest, cuts_batches_of_larger_tasks_than_were_measured_shorter) {
  setup.options.batch = 0;
  setup.options.batch_time = base::Seconds{0.05};
  std::vector<Task> small;
  for (TaskId id = 1; id <= 10; ++id) small.push_back(task_of(id, 100));
  stock.measured(small, {}, base::Seconds{0.1});
  for (TaskId id = 1; id <= 100; ++id) stock.add(task_of(id, 400));
  EXPECT_THAT(stock.cut_batch(two_slots), SizeIs(2)) << "of five small ones' size beside the first";
}

TEST_F(StockTest, keeps_retries_out_of_batches) {
  add({retry_of(1), task_of(2)});
  EXPECT_TRUE(stock.has_retries());
  EXPECT_EQ(stock.fresh(), 1U);
  EXPECT_EQ(stock.size(), 2U);
  EXPECT_THAT(ids_of(stock.cut_batch(two_slots)), ElementsAre(2));
  EXPECT_FALSE(stock.empty());
}

TEST_F(StockTest, offers_each_retry_and_keeps_those_that_nobody_takes) {
  add({retry_of(1), retry_of(2), retry_of(3)});
  std::vector<TaskId> offered;
  stock.offer_retries([&](Task& task) {
    offered.push_back(task.id);
    return task.id == 2;
  });
  EXPECT_THAT(offered, ElementsAre(1, 2, 3));
  EXPECT_THAT(ids_of(stock.take_all()), ElementsAre(1, 3));
}

TEST_F(StockTest, looks_at_a_bounded_number_of_retries) {
  for (TaskId id = 1; id <= 1000; ++id) stock.add(retry_of(id));
  std::size_t offered = 0;
  stock.offer_retries([&](Task& /*task*/) { return ++offered == 0; });
  EXPECT_LT(offered, 100U);
}

TEST_F(StockTest, gives_up_all_it_has) {
  add({retry_of(1), task_of(2), task_of(3, 0, 1)});
  EXPECT_THAT(ids_of(stock.take_all()), UnorderedElementsAre(1, 2, 3));
  EXPECT_TRUE(stock.empty());
  EXPECT_THAT(stock.take_all(), IsEmpty());
}

}  // namespace
}  // namespace winnow::farm
