#include "winnow/program/plugin.hpp"

#include <gmock/gmock.h>

#include <thread>

#include "program/plugins/misdeeds.h"

namespace winnow::program {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Plugin loaded(const char* path) {
  auto plugin = Plugin::load(path);
  EXPECT_TRUE(plugin) << (plugin ? "" : plugin.error().text());
  return *std::move(plugin);
}

PluginHandle handle_of(const Plugin& plugin, const std::string& options = "") {
  auto handle = plugin.make_handle(options);
  EXPECT_TRUE(handle) << (handle ? "" : handle.error().text());
  return *std::move(handle);
}

TEST(Plugin, evaluates_a_batch) {
  const auto plugin = loaded(WINNOW_PLUGIN_concurrent);
  EXPECT_EQ(plugin.name(), "scripted");
  EXPECT_EQ(plugin.version(), "1.2");
  EXPECT_TRUE(plugin.is_concurrent());
  auto handle = handle_of(plugin, "outputs=2");
  ASSERT_EQ(handle.outputs(), 2U);
  const std::vector<double> values{1, 0, 2, 0, 3, 0};
  std::vector<double> outputs(6);
  EXPECT_THAT(handle.evaluate({3, values}, outputs), IsEmpty());
  EXPECT_THAT(outputs, ElementsAre(1, 2, 4, 8, 9, 18));
  EXPECT_THAT(handle.evaluate({}, {}), IsEmpty());
}

TEST(Plugin, tells_which_candidates_of_a_batch_have_failed) {
  auto handle = handle_of(loaded(WINNOW_PLUGIN_concurrent));
  const std::vector<double> values{1, GIVE_STATUS, 2, GIVE_NAN, 3};
  std::vector<double> outputs(5);
  const auto failed = handle.evaluate({5, values}, outputs);
  ASSERT_EQ(failed.size(), 2U);
  EXPECT_EQ(failed[0].index, 1U);
  EXPECT_EQ(failed[0].failure.kind, FailureKind::plugin_error);
  EXPECT_EQ(failed[0].failure.reason, "the plugin gave status 3");
  EXPECT_EQ(failed[1].index, 3U);
  EXPECT_EQ(failed[1].failure.kind, FailureKind::not_a_number);
  EXPECT_EQ(failed[1].failure.reason, "output 1 is nan");
  EXPECT_EQ(outputs[2], 4);
  EXPECT_EQ(outputs[4], 9);
}

TEST(Plugin, an_exception_that_comes_through_is_a_failure) {
  auto handle = handle_of(loaded(WINNOW_PLUGIN_throwing));
  const std::vector<double> values{1};
  std::vector<double> outputs(1);
  const auto failed = handle.evaluate({1, values}, outputs);
  ASSERT_EQ(failed.size(), 1U);
  EXPECT_EQ(failed[0].failure.reason, "the plugin threw: negative rate");
}

TEST(Plugin, an_exception_beside_an_evaluation_ends_nothing_either) {
  const auto plugin = loaded(WINNOW_PLUGIN_throwing);
  const auto created = plugin.make_handle("create");
  ASSERT_FALSE(created);
  EXPECT_THAT(created.error().text(), HasSubstr("cannot begin (the plugin threw an exception)"));
  const auto asked = plugin.make_handle("outputs");
  ASSERT_FALSE(asked);
  EXPECT_THAT(asked.error().text(), HasSubstr("cannot begin (the plugin threw: no table)"));
  EXPECT_EQ(handle_of(plugin, "destroy").outputs(), 1U);
}

TEST(Plugin, one_that_is_not_concurrent_is_called_by_one_thread_at_a_time) {
  const auto plugin = loaded(WINNOW_PLUGIN_serial);  // gives a status if it is not
  EXPECT_FALSE(plugin.is_concurrent());
  std::vector<std::jthread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&plugin] {
      auto handle = handle_of(plugin);
      const std::vector<double> values{2};
      std::vector<double> outputs(1);
      for (int j = 0; j < 100; ++j) EXPECT_THAT(handle.evaluate({1, values}, outputs), IsEmpty());
    });
  }
}

std::string refusal(const base::Result<Plugin>& plugin) {
  return plugin ? "none" : plugin.error().text();
}

TEST(Plugin, says_why_a_library_is_refused) {
  EXPECT_THAT(refusal(Plugin::load("/no/such/plugin.so")),
              testing::AllOf(HasSubstr("cannot load the plugin /no/such/plugin.so"),
                             HasSubstr("No such file or directory")));
  EXPECT_THAT(refusal(Plugin::load(WINNOW_PLUGIN_no_plugin)),
              testing::AllOf(HasSubstr("is no plugin"), HasSubstr("winnow_objective_plugin")));
  EXPECT_THAT(refusal(Plugin::load(WINNOW_PLUGIN_wrong_version)),
              HasSubstr("is made for version 99 of the plugin interface (this is version 1): build it anew"));
}

TEST(Plugin, gives_its_own_words_when_it_cannot_begin) {
  const auto plugin = loaded(WINNOW_PLUGIN_concurrent);
  EXPECT_EQ(plugin.make_handle("fail: no table of\nrates").error().text(),
            "the plugin scripted cannot begin (no table of\\x0arates): see its options");
  EXPECT_THAT(plugin.make_handle("fail without words").error().text(), HasSubstr("it does not say why"));
  EXPECT_THAT(plugin.make_handle("outputs=0").error().text(), HasSubstr("has 0 outputs"));
}

}  // namespace
}  // namespace winnow::program
