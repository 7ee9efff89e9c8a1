#include "app/job/autoscaling.hpp"

#include <gmock/gmock.h>

namespace winnow::app {
namespace {

using farm::ScaleCause;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

farm::NodeStatus node(std::uint32_t scaled, ScaleCause cause = ScaleCause::none, std::uint32_t wanted = 0) {
  farm::NodeStatus status;
  status.slots = 8;
  status.scaled = scaled;
  status.scale_cause = cause;
  status.wanted = wanted;
  return status;
}

plan::Plan two_nodes() {
  plan::Plan plan;
  plan.nodes.resize(2);
  plan.nodes[0].hostname = "n1";
  plan.nodes[1].hostname = "n2";
  return plan;
}

study::Study parsed(const std::string& text) {
  auto study = study::parse(text, "city.toml");
  EXPECT_TRUE(study);
  return *std::move(study);
}

TEST(AutoscaleRules, are_off_unless_the_study_wants_them) {
  EXPECT_FALSE(autoscale_rules({}).on);
}

TEST(AutoscaleRules, have_the_targets_that_the_study_does_not_take_away) {
  study::Autoscale wanted;
  wanted.enabled = true;
  wanted.cpu = {};
  wanted.ceiling = 6U;
  const auto rules = autoscale_rules(wanted);
  EXPECT_FALSE(rules.cpu);
  EXPECT_EQ(rules.memory, 0.80);
  EXPECT_EQ(rules.queue, 50);
  EXPECT_FALSE(rules.metric);
  EXPECT_EQ(rules.ceiling, 6U);
}

TEST(AutoscaleMetric, is_any_quantity_that_is_sampled) {
  study::Autoscale wanted;
  wanted.enabled = true;
  wanted.metric = std::string("io_pressure");
  wanted.metric_target = 0.1;
  EXPECT_EQ(autoscale_metric(wanted), watch::Quantity::io_pressure);
  EXPECT_EQ(autoscale_rules(wanted).metric, 0.1);
}

TEST(CheckAutoscale, refuses_a_metric_that_nobody_samples_and_names_the_nearest) {
  try {
    check_autoscale(parsed("[farm.autoscale]\nmetric = \"io_presure\"\n"));
    FAIL();
  } catch (const base::Failure& failure) {
    EXPECT_THAT(failure.what(), HasSubstr("city.toml:2:1"));
    EXPECT_THAT(failure.what(),
                HasSubstr("farm.autoscale.metric = \"io_presure\" is nothing that is sampled"));
    EXPECT_THAT(failure.what(), HasSubstr("write \"io_pressure\""));
  }
  EXPECT_THROW(check_autoscale(parsed("[farm.autoscale]\nmetric = \"minor_faults\"\n")), base::Failure)
      << "it only ever grows";
  check_autoscale(parsed("[farm.autoscale]\nmetric = \"open_files\"\n"));
}

TEST(ScaleNote, says_how_many_may_run_and_why) {
  EXPECT_EQ(scale_note("n1", node(8), node(3, ScaleCause::cpu)),
            "3 of 8 workers may run on n1, before 8: that many use the processor time aimed at");
  EXPECT_EQ(scale_note("n1", node(3, ScaleCause::cpu), node(8)),
            "8 of 8 workers may run on n1, before 3: as many as may");
  EXPECT_EQ(scale_note("n1", node(0), node(7, ScaleCause::memory)),
            "7 of 8 workers may run on n1, before 8: memory is above its target");
}

TEST(ScaleNote, is_silent_where_nothing_moves_or_nobody_scales) {
  EXPECT_FALSE(scale_note("n1", node(3, ScaleCause::cpu), node(3, ScaleCause::queue)));
  EXPECT_FALSE(scale_note("n1", node(0), node(0)));
  EXPECT_FALSE(scale_note("n1", node(0), node(8)));
}

TEST(ScaleNote, goes_by_what_may_run_where_ranks_come_or_go) {
  auto few = node(4);
  few.slots = 4;
  EXPECT_FALSE(scale_note("n1", few, node(8))) << "all that there are, before and now";
  EXPECT_FALSE(scale_note("n1", node(8), few));
  EXPECT_EQ(scale_note("n1", few, node(2, ScaleCause::memory)),
            "2 of 8 workers may run on n1, before 8: memory is above its target");
}

TEST(ScaleNotes, tell_of_what_the_first_status_says) {
  const std::vector first{node(8), node(2, ScaleCause::memory)};
  EXPECT_THAT(scale_notes({}, first, two_nodes()),
              ElementsAre("2 of 8 workers may run on n2, before 8: memory is above its target"));
  EXPECT_THAT(scale_notes(first, first, two_nodes()), IsEmpty());
}

TEST(WantedNote, says_how_many_nodes_the_next_run_should_ask_for) {
  EXPECT_EQ(
      wanted_note({node(8, ScaleCause::none, 6), node(8, ScaleCause::none, 20)}, two_nodes()),
      "the autoscaler would have had 20 workers on n2, where there are 8; ask for about 4 such nodes, or "
      "for nodes of more cores");
}

TEST(WantedNote, asks_for_no_number_of_nodes_where_a_target_asks_for_any) {
  const auto said = wanted_note({node(8), node(8, ScaleCause::none, farm::most_wanted)}, two_nodes());
  EXPECT_THAT(said.value(), HasSubstr("more workers on n2 than can be"));
  EXPECT_THAT(said.value(), Not(HasSubstr("ask for about")));
}

TEST(WantedNote, is_silent_where_there_were_enough) {
  EXPECT_FALSE(wanted_note({node(8, ScaleCause::none, 8), node(0)}, two_nodes()));
  EXPECT_FALSE(wanted_note({}, two_nodes()));
}

}  // namespace
}  // namespace winnow::app
