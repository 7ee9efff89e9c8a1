#include "app/run/console.hpp"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>
#include <sstream>

namespace winnow::app {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::StartsWith;

/// What was written to this process's standard output and standard error.
class Capture {
 public:
  Capture() {
    testing::internal::CaptureStdout();
    testing::internal::CaptureStderr();
  }
  Capture(const Capture&) = delete;
  Capture& operator=(const Capture&) = delete;
  ~Capture() {
    if (!taken_) take();
  }

  struct Written {
    std::string output;
    std::string error;
  };
  Written take() {
    taken_ = true;
    return {testing::internal::GetCapturedStdout(), testing::internal::GetCapturedStderr()};
  }

 private:
  bool taken_ = false;
};

farm::NodeStatus node_of(std::uint32_t slots, base::Bytes memory) {
  farm::NodeStatus node;
  node.slots = slots;
  node.memory = memory;
  return node;
}

class ConsoleTest : public testing::Test {
 protected:
  ConsoleTest() {
    plan.nodes.resize(2);
    plan.nodes[0].limit = base::gibibytes(100);
    plan.nodes[1].limit = base::gibibytes(10);
    farm::QueueStatus late;
    late.waiting = 5;
    farm::QueueStatus now;
    now.waiting = 100;
    now.sent = 20;
    now.running = 4;
    now.done = 300;
    now.quarantined = 2;
    now.retried = 9;
    status.queues = {now, late};
    status.nodes = {node_of(3, base::gibibytes(20)), node_of(2, base::gibibytes(8))};
  }

  Console console() const { return {command, interval, plan, {{"reduce", 0}, {"late", 1}}, clock}; }
  /// The objects, one a line, that `act` has a console write to standard output.
  std::vector<nlohmann::json> json(const std::function<void(Console&)>& act) {
    command.json = true;
    Capture capture;
    auto machine = console();
    act(machine);
    const auto written = capture.take();
    EXPECT_THAT(written.error, IsEmpty());
    std::vector<nlohmann::json> objects;
    std::istringstream lines(written.output);
    for (std::string line; std::getline(lines, line);) objects.push_back(nlohmann::json::parse(line));
    return objects;
  }
  nlohmann::json observed() {
    const auto lines = json([&](Console& one) {
      clock.advance(base::Seconds{60});
      one.observe(status);
    });
    return lines.size() == 1 ? lines[0] : nlohmann::json::object();
  }

  RunCommand command;
  study::AutoOr<base::Seconds> interval;
  plan::Plan plan;
  base::ManualClock clock;
  farm::FarmStatus status;
};

TEST_F(ConsoleTest, counts_the_tasks_of_all_queues_once) {
  const auto progress = observed();
  EXPECT_EQ(progress["done"], 302) << "folded, or given up for good";
  EXPECT_EQ(progress["rejected"], 2);
  EXPECT_EQ(progress["found"], 431) << "a retry is no other task";
  EXPECT_EQ(progress["found_all"], false);
  EXPECT_EQ(progress["elapsed_s"], 60.0);
}

TEST_F(ConsoleTest, names_the_states_of_each_queue) {
  const auto queues = observed()["queues"];
  EXPECT_EQ(queues["reduce"]["waiting"], 100);
  EXPECT_EQ(queues["reduce"]["sent"], 20);
  EXPECT_EQ(queues["reduce"]["running"], 4);
  EXPECT_EQ(queues["late"]["waiting"], 5);
}

TEST_F(ConsoleTest, knows_the_total_when_the_source_is_finished) {
  status.source_finished = true;
  EXPECT_EQ(observed()["found_all"], true);
}

TEST_F(ConsoleTest, shows_the_memory_of_the_node_that_is_nearest_to_its_limit) {
  auto progress = observed();
  EXPECT_EQ(progress["workers"], 5);
  EXPECT_EQ(progress["memory_bytes"], base::gibibytes(8).count);
  EXPECT_EQ(progress["limit_bytes"], base::gibibytes(10).count);
  status.nodes[0].memory = base::gibibytes(90);
  progress = observed();
  EXPECT_EQ(progress["memory_bytes"], base::gibibytes(90).count);
  EXPECT_EQ(progress["limit_bytes"], base::gibibytes(100).count);
}

TEST_F(ConsoleTest, shows_a_node_without_a_limit_only_if_there_is_no_other) {
  plan.nodes[0].limit = base::Bytes::unlimited();
  EXPECT_EQ(observed()["memory_bytes"], base::gibibytes(8).count);
  plan.nodes[1].limit = base::Bytes::unlimited();
  const auto progress = observed();
  EXPECT_EQ(progress["memory_bytes"], base::gibibytes(20).count);
  EXPECT_FALSE(progress.contains("limit_bytes"));
}

TEST_F(ConsoleTest, starts_each_count_anew) {
  const auto lines = json([&](Console& one) {
    for (int i = 0; i < 2; ++i) {
      clock.advance(base::Seconds{60});
      one.observe(status);
    }
  });
  ASSERT_THAT(lines, SizeIs(2));
  EXPECT_EQ(lines[1]["found"], lines[0]["found"]);
  EXPECT_EQ(lines[1]["workers"], lines[0]["workers"]);
}

TEST_F(ConsoleTest, shows_no_more_than_four_states_a_second) {
  const auto lines = json([&](Console& one) {
    for (int i = 0; i < 100; ++i) {
      clock.advance(base::Seconds{0.01});
      one.observe(status);
    }
  });
  EXPECT_GE(lines.size(), 3U);
  EXPECT_LE(lines.size(), 4U);
}

TEST_F(ConsoleTest, shows_states_as_often_as_the_study_wants) {
  interval = base::Seconds{0.1};
  const auto lines = json([&](Console& one) {
    for (int i = 0; i < 100; ++i) {
      clock.advance(base::Seconds{0.01});
      one.observe(status);
    }
  });
  EXPECT_GE(lines.size(), 9U);
  EXPECT_LE(lines.size(), 10U);
}

TEST_F(ConsoleTest, tells_a_machine_the_end_even_if_nothing_was_seen_before) {
  status.queues[0] = {};
  status.queues[0].done = 7;
  status.queues[1] = {};
  const auto lines = json([&](Console& one) { one.finish_progress(status.queues); });
  ASSERT_THAT(lines, SizeIs(1));
  EXPECT_EQ(lines[0]["done"], 7);
  EXPECT_EQ(lines[0]["found_all"], true);
}

TEST_F(ConsoleTest, says_nothing_to_a_person_when_nothing_was_seen) {
  Capture capture;
  auto quick = console();
  quick.observe(status);
  quick.finish_progress(status.queues);
  const auto written = capture.take();
  EXPECT_THAT(written.output, IsEmpty());
  EXPECT_THAT(written.error, IsEmpty());
}

TEST_F(ConsoleTest, tells_a_person_on_standard_error_and_leaves_standard_output_to_results) {
  Capture capture;
  auto person = console();
  clock.advance(base::Seconds{60});
  person.observe(status);
  person.finish_progress(status.queues);
  const auto written = capture.take();
  EXPECT_THAT(written.output, IsEmpty());
  EXPECT_THAT(written.error, HasSubstr("302 of 431 files found so far"));
  EXPECT_THAT(written.error, HasSubstr("302 of 431 files,")) << "the total is known at the end";
}

TEST_F(ConsoleTest, is_quiet_when_told_to) {
  command.quiet = true;
  Capture capture;
  auto quiet = console();
  clock.advance(base::Seconds{60});
  quiet.observe(status);
  quiet.finish_progress(status.queues);
  EXPECT_THAT(capture.take().error, IsEmpty());
}

TEST_F(ConsoleTest, summarizes_on_standard_output_as_text_or_json) {
  report::Summary summary;
  summary.title = "City";
  const auto lines = json([&](Console& one) { one.summarize(summary); });
  ASSERT_THAT(lines, SizeIs(1));
  EXPECT_EQ(lines[0]["title"], "City");
  command.json = false;
  Capture capture;
  console().summarize(summary);
  std::fflush(stdout);
  const auto written = capture.take();
  EXPECT_THAT(written.output, StartsWith("City\n"));
  EXPECT_THAT(written.error, IsEmpty());
}

}  // namespace
}  // namespace winnow::app
