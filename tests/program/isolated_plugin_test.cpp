#include "winnow/program/isolated_plugin.hpp"

#include <gmock/gmock.h>

#include <csignal>
#include <fstream>
#include <set>
#include <thread>

#include "program/plugins/misdeeds.h"
#include "program/processes.hpp"
#include "support/temporary_folder.hpp"

namespace winnow::program {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class IsolatedPluginTest : public testing::Test {
 protected:
  static IsolatedPluginSpec spec(std::string options = "") {
    IsolatedPluginSpec made;
    made.library = WINNOW_PLUGIN_concurrent;
    made.options = std::move(options);
    made.folder = "/";
    return made;
  }

  IsolatedPlugin started(IsolatedPluginSpec spec) {
    auto plugin = IsolatedPlugin::start(std::move(spec), *spawner_);
    EXPECT_TRUE(plugin) << (plugin ? "" : plugin.error().text());
    return *std::move(plugin);
  }

  std::string refusal(IsolatedPluginSpec spec) {
    const auto plugin = IsolatedPlugin::start(std::move(spec), *spawner_);
    return plugin ? "none" : plugin.error().text();
  }

  static double evaluated(IsolatedPlugin& plugin, double value) {
    std::vector<double> outputs(1);
    const auto failed = plugin.evaluate({1, std::span(&value, 1)}, outputs);
    EXPECT_TRUE(failed && failed->empty());
    return outputs[0];
  }

  std::unique_ptr<Spawner> spawner_ = started_spawner();
};

TEST_F(IsolatedPluginTest, evaluates_as_in_the_process_itself) {
  auto plugin = started(spec("outputs=2"));
  EXPECT_EQ(plugin.name(), "scripted");
  EXPECT_EQ(plugin.version(), "1.2");
  ASSERT_EQ(plugin.outputs(), 2U);
  const std::vector<double> values{1, 0, 2, 0, 3, 0};
  std::vector<double> outputs(6);
  const auto failed = plugin.evaluate({3, values}, outputs);
  ASSERT_TRUE(failed);
  EXPECT_THAT(*failed, IsEmpty());
  EXPECT_THAT(outputs, ElementsAre(1, 2, 4, 8, 9, 18));
}

TEST_F(IsolatedPluginTest, what_ends_a_child_costs_that_candidate_and_no_other) {
  auto limited = spec();
  limited.limits.timeout = {0.3};
  auto plugin = started(limited);
  const std::vector<double> values{1, SEGFAULT, 2, ABORT, 3, EXIT, 4, HANG, 5, GIVE_STATUS, GIVE_NAN, 6};
  std::vector<double> outputs(values.size());
  const auto failed = plugin.evaluate({values.size(), values}, outputs);
  ASSERT_TRUE(failed) << failed.error().text();
  std::vector<std::string> told;
  for (const auto& [index, failure] : *failed) {
    told.push_back(std::to_string(index) + " " + std::string(name_of(failure.kind)) + ": " + failure.reason);
  }
  EXPECT_THAT(told, ElementsAre("1 signal: killed by SIGSEGV (Segmentation fault): about to crash",
                                "3 signal: killed by SIGABRT (Aborted)", "5 exit_status: exit status 7",
                                "7 timeout: no end after 0.3 s", "9 plugin_error: the plugin gave status 3",
                                "10 not_a_number: output 1 is nan"));
  EXPECT_EQ(plugin.children(), 5U);
  for (const std::size_t good : {0U, 2U, 4U, 6U, 8U, 11U}) {
    EXPECT_EQ(outputs[good], values[good] * values[good]) << good;
  }
}

TEST_F(IsolatedPluginTest, children_are_replaced_not_all_at_once) {
  std::set<std::uint64_t> lives;
  for (std::uint64_t seed = 0; seed < 8; ++seed) {
    auto recycled = spec();
    recycled.recycle = 100;
    recycled.seed = seed;
    auto plugin = started(recycled);
    const double first = evaluated(plugin, GIVE_PROCESS);
    std::uint64_t life = 1;
    while (evaluated(plugin, GIVE_PROCESS) == first) ++life;
    EXPECT_GE(life, 95U);
    EXPECT_LE(life, 105U);
    EXPECT_EQ(plugin.children(), 2U);
    EXPECT_TRUE(is_gone(static_cast<pid_t>(first)));
    lives.insert(life);
  }
  EXPECT_GT(lives.size(), 1U);
}

TEST_F(IsolatedPluginTest, measures_the_peak_of_memory) {
  auto plugin = started(spec());
  EXPECT_LT(plugin.peak_resident(), base::mebibytes(64));
  evaluated(plugin, TAKE_MEMORY);
  EXPECT_GE(plugin.peak_resident(), base::mebibytes(64));
}

TEST_F(IsolatedPluginTest, measures_what_its_own_processes_take_with_it) {
  auto plugin = started(spec());
  evaluated(plugin, FORK_LARGE);
  EXPECT_GE(plugin.peak_resident(), base::mebibytes(120));
  EXPECT_LT(plugin.peak_resident(), base::mebibytes(160));
}

TEST_F(IsolatedPluginTest, output_neither_blocks_it_nor_does_it_find_an_input) {
  auto plugin = started(spec());
  EXPECT_EQ(evaluated(plugin, FLOOD), 81);
  EXPECT_EQ(evaluated(plugin, READ_INPUT), 1);
}

TEST_F(IsolatedPluginTest, a_plugin_that_cannot_begin_is_an_error) {
  EXPECT_THAT(refusal(spec("fail: no table")), HasSubstr("the plugin scripted cannot begin (no table)"));
  EXPECT_THAT(refusal(spec("crash")), HasSubstr("cannot begin (killed by SIGABRT (Aborted))"));
  auto absent = spec();
  absent.library = "/no/such/plugin.so";
  EXPECT_THAT(refusal(absent), HasSubstr("cannot load the plugin /no/such/plugin.so"));
}

TEST_F(IsolatedPluginTest, a_plugin_that_hangs_as_it_begins_is_told_with_the_time_it_had) {
  auto hanging = spec("hang");
  hanging.limits.timeout = {0.1};
  hanging.time_to_begin = {0.3};
  EXPECT_THAT(refusal(hanging), HasSubstr("cannot begin (no end after 0.3 s)"));
}

TEST_F(IsolatedPluginTest, a_child_that_hangs_up_and_goes_on_is_ended) {
  auto impatient = spec();
  impatient.limits.grace = {0.1};
  auto plugin = started(impatient);
  const std::vector<double> values{HANG_UP, 3};
  std::vector<double> outputs(2);
  const auto failed = plugin.evaluate({2, values}, outputs);
  ASSERT_TRUE(failed);
  ASSERT_EQ(failed->size(), 1U);
  EXPECT_EQ((*failed)[0].failure.kind, FailureKind::plugin_error);
  EXPECT_EQ((*failed)[0].failure.reason, "its process hung up, and went on");
  EXPECT_EQ(outputs[1], 9);
}

TEST_F(IsolatedPluginTest, a_library_that_has_come_to_give_more_outputs_is_an_error) {
  const test::TemporaryFolder folder;
  const auto count = folder.path() / "count";
  std::ofstream(count) << 1;
  auto recycled = spec("outputs in " + count.string());
  recycled.recycle = 1;
  auto plugin = started(recycled);
  EXPECT_EQ(evaluated(plugin, 3), 9);
  std::ofstream(count) << 1000;
  const std::vector<double> value{3};
  std::vector<double> outputs(1);
  const auto failed = plugin.evaluate({1, value}, outputs);
  ASSERT_FALSE(failed);
  EXPECT_THAT(failed.error().text(),
              HasSubstr("is another one than it was (it gives 1000 outputs now, and gave 1)"));
}

TEST_F(IsolatedPluginTest, a_stop_of_the_run_is_no_outcome) {
  auto plugin = started(spec());
  std::thread stops([this] { spawner_->cancel_all(); });
  const std::vector<double> values{HANG, 1, 2};
  std::vector<double> outputs(3);
  const auto failed = plugin.evaluate({3, values}, outputs);
  stops.join();
  ASSERT_TRUE(failed);
  ASSERT_EQ(failed->size(), 3U);
  for (const auto& candidate : *failed) EXPECT_EQ(candidate.failure.kind, FailureKind::cancelled);
}

TEST_F(IsolatedPluginTest, leaks_no_descriptors_and_no_processes) {
  const auto before = open_descriptors();
  pid_t child = 0;
  {
    auto plugin = started(spec());
    for (int i = 0; i < 20; ++i) {
      const std::vector<double> values{SEGFAULT};
      std::vector<double> outputs(1);
      EXPECT_EQ(plugin.evaluate({1, values}, outputs)->size(), 1U);
    }
    child = static_cast<pid_t>(evaluated(plugin, GIVE_PROCESS));
  }
  EXPECT_TRUE(is_gone(child));
  EXPECT_EQ(open_descriptors(), before);
}

TEST_F(IsolatedPluginTest, refuses_more_parameters_than_a_message_holds) {
  auto plugin = started(spec());
  const std::vector<double> values(20'000);
  std::vector<double> outputs(1);
  const auto failed = plugin.evaluate({1, values}, outputs);
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().text(), "an isolated plugin cannot have 20000 parameters: it may have 16384");
}

}  // namespace
}  // namespace winnow::program
