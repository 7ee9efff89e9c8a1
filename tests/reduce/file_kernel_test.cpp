#include "reduce/file_kernel.hpp"

#include <gmock/gmock.h>

#include <memory>

#include "reduce/node_state.hpp"
#include "support/temporary_folder.hpp"

namespace winnow::reduce {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class FileKernelTest : public testing::Test {
 protected:
  FileKernelTest() {
    Config config;
    config.folder = folder_.path();
    config.files = {"*"};
    config.dialect.format = "key-value";
    config.name = "{router}_{seed:int}.txt";
    config.group_by = {{"router"}};
    config.metrics = {"!sim_time"};
    use(config);
  }

  void use(const Config& config) {
    scheme_ = std::make_shared<const Scheme>(*Scheme::make(config));
    first_ = std::make_unique<FirstRejection>(*scheme_);
    kernel_ = std::make_unique<FileKernel>(scheme_, *first_, base::Bytes::unlimited());
  }

  void run(const std::string& path, std::uint64_t size = 0) {
    farm::Task task;
    task.payload = path;
    task.size = {size};
    task.revision = 1;
    EXPECT_TRUE(kernel_->run(task));
  }

  /// What the kernel leaves, as a node sees it.
  NodeState take() {
    base::Buffer partial;
    kernel_->take(partial);
    NodeState state(*scheme_);
    EXPECT_TRUE(state.fold(partial));
    return state;
  }

  test::TemporaryFolder folder_;
  std::shared_ptr<const Scheme> scheme_;
  std::unique_ptr<FirstRejection> first_;
  std::unique_ptr<FileKernel> kernel_;
};

TEST_F(FileKernelTest, adds_the_files_metrics_to_its_group) {
  folder_.write("a_1.txt", "sim_time: 9\ncreated: 1\n");
  folder_.write("a_2.txt", "sim_time: 9\ncreated: 2\ndelivered: 5\n");
  run("a_1.txt");
  run("a_2.txt");
  const auto state = take();
  ASSERT_EQ(state.groups.at(0).size(), 1u);
  ASSERT_EQ(state.metrics.size(), 2u);
  EXPECT_EQ(state.metrics.name_of(0), "created");
  EXPECT_EQ(state.groups[0].summary(0, 0).moments.mean(), 1.5);
  EXPECT_EQ(state.groups[0].summary(0, 1).moments.count(), 1u);
  EXPECT_EQ(state.account.totals().files_accepted, 2u);
}

TEST_F(FileKernelTest, forgets_what_was_taken) {
  folder_.write("a_1.txt", "created: 1\n");
  run("a_1.txt");
  run("no such name");
  static_cast<void>(take());
  const auto state = take();
  EXPECT_EQ(state.groups.at(0).size(), 0u);
  EXPECT_EQ(state.metrics.size(), 0u);
  EXPECT_THAT(state.layouts, IsEmpty());
  EXPECT_EQ(state.account.totals().files_accepted, 0u);
  EXPECT_EQ(state.account.totals().rejections(), 0u);
}

TEST_F(FileKernelTest, reads_no_further_where_a_rejection_ends_the_run) {
  auto config = scheme_->config;
  config.dialect.format = "csv";
  config.on_error = OnError::stop;
  use(config);
  std::string rows = "x\n1,2\n";
  for (int row = 0; row < 1'000'000; ++row) rows += "1\n";
  folder_.write("a_1.txt", rows);
  run("a_1.txt");
  EXPECT_TRUE(first_->is_there());
  EXPECT_LT(take().account.totals().tally.accepted.lines, 1'000'000u);
}

TEST_F(FileKernelTest, goes_on_after_files_it_cannot_take) {
  folder_.write("a_1.txt", "created: 1\n");
  folder_.write("a_2.txt", std::string("\0binary", 7));
  run("unlike.txt", 10);
  run("a_3.txt", 20);
  run("a_2.txt", 7);
  run("a_1.txt", 11);
  const auto totals = take().account.totals();
  EXPECT_EQ(totals.files_accepted, 1u);
  EXPECT_EQ(totals.files_rejected, 3u);
  EXPECT_EQ(totals.tally.rejected.bytes, 37u);
  EXPECT_EQ(totals.tally.accepted.bytes, 11u);
  std::vector<std::string> reasons;
  for (const auto& reason : totals.reasons) reasons.push_back(reason.reason);
  EXPECT_THAT(reasons, ElementsAre("binary", "cannot be read: No such file or directory",
                                   "name does not match the pattern"));
}

TEST_F(FileKernelTest, tells_the_state_of_what_it_read_and_counts_it_among_the_inputs) {
  folder_.write("a_1.txt", "created: 1\n");
  folder_.write("unlike.txt", "created: 2\n");
  farm::Task task;
  Inputs expected;
  for (const std::string name : {"a_1.txt", "unlike.txt"}) {
    task.payload = name;
    const auto state = *read::state_of(folder_.path() / name);
    const auto end = kernel_->run(task);
    EXPECT_EQ(end->revision, revision_of(state)) << name;
    EXPECT_FALSE(end->handed_back);
    expected.add(name, state.size, revision_of(state));
  }
  EXPECT_EQ(take().inputs, expected);
}

TEST_F(FileKernelTest, hands_back_a_large_file_unless_its_size_was_known) {
  folder_.write("a_1.txt", "created: 1\n" + std::string(2'000'000, '\n'));
  farm::Task task;
  task.payload = "a_1.txt";
  EXPECT_TRUE(kernel_->run(task)->handed_back);
  EXPECT_EQ(take().inputs, Inputs());
  task.size = {2'000'011};
  task.revision = 1;
  EXPECT_FALSE(kernel_->run(task)->handed_back);
  const auto state = take();
  EXPECT_EQ(state.inputs.size().count, 2'000'011u);
  EXPECT_EQ(state.account.totals().files_accepted, 1u);
}

TEST_F(FileKernelTest, knows_the_names_of_all_columns_also_of_those_that_are_no_metrics) {
  folder_.write("a_1.txt", "sim_time: 9\ncreated: 1\n");
  run("a_1.txt");
  EXPECT_THAT(take().account.columns(), ElementsAre("created", "sim_time"));
}

thread_local int readings = 0;  ///< of the meter: the first finds memory held, all others none

TEST_F(FileKernelTest, gives_its_buffers_back_between_tasks_and_goes_on_as_before) {
  base::Reclaimer reclaimer([] { return readings++ == 0 ? std::int64_t{1000} : std::int64_t{0}; });
  kernel_ = std::make_unique<FileKernel>(scheme_, *first_, base::Bytes::unlimited(), nullptr, &reclaimer);
  folder_.write("a_1.txt", "sim_time: 9\ncreated: 1\n");
  folder_.write("a_2.txt", "sim_time: 9\ncreated: 2\n");
  run("a_1.txt");
  const auto before = take();
  EXPECT_THAT(reclaimer.take_given(), IsEmpty());
  run("a_2.txt");
  readings = 1;
  reclaimer.reclaim();
  EXPECT_THAT(reclaimer.take_given(), IsEmpty());
  readings = 0;
  const auto between = take();
  EXPECT_THAT(reclaimer.take_given(), testing::SizeIs(1));
  run("a_1.txt");
  const auto after = take();
  EXPECT_EQ(between.account.totals().tally.accepted.lines, 2U);
  EXPECT_EQ(after.account.totals().tally.accepted.lines, before.account.totals().tally.accepted.lines);
  EXPECT_EQ(after.group_memory(), before.group_memory());
  kernel_.reset();  // the reclaimer is to outlive it
}

}  // namespace
}  // namespace winnow::reduce
