#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "cluster/machine_tree.hpp"
#include "plan/clusters.hpp"
#include "winnow/plan/report.hpp"

namespace winnow::plan {
namespace {

using nlohmann::json;

TEST(PlanJson, has_sizes_in_bytes_and_null_for_what_is_not_known) {
  const cluster::Cluster cluster{
      {test::node_of("a", 8, base::gibibytes(16)), test::node_of("b", 8, std::nullopt)}};
  const auto plan = json::parse(plan_json({solve(cluster, {}, Workload{}).value()}));
  EXPECT_EQ(plan["workers"], 12);
  EXPECT_EQ(plan["nodes"][0]["limit"], 17179869184);
  EXPECT_EQ(plan["nodes"][0]["limit_source"], "physical memory");
  EXPECT_EQ(plan["nodes"][0]["bound_by"], "cores");
  EXPECT_TRUE(plan["nodes"][1]["limit"].is_null());
  EXPECT_TRUE(plan["nodes"][1]["budget"].is_null());
  EXPECT_EQ(plan["warnings"].size(), 1U);
}

TEST(PlanJson, has_no_pieces_where_workers_hold_none) {
  const cluster::Cluster cluster{{test::node_of("a", 8, base::gibibytes(16))}};
  Workload search;
  search.subject = {"optimize", "function sphere"};
  search.has_pieces = false;
  search.learned = LearnedModel{{.overhead = base::mebibytes(4), .rank = base::mebibytes(30)}, 7};
  const auto plan = json::parse(plan_json({solve(cluster, {}, search).value()}));
  EXPECT_EQ(plan["job"], "optimize");
  EXPECT_EQ(plan["of"], "function sphere");
  EXPECT_EQ(plan["learned_from"], 7);
  EXPECT_EQ(plan["rank"], 30 << 20);
  EXPECT_FALSE(plan.contains("gamma"));
  EXPECT_FALSE(plan["nodes"][0].contains("chunk"));
}

TEST(PlanJson, is_a_list_where_a_study_has_several_jobs) {
  const cluster::Cluster cluster{{test::node_of("a", 8, base::gibibytes(16))}};
  const auto one = solve(cluster, {}, Workload{}).value();
  EXPECT_EQ(json::parse(plan_json({one, one})).size(), 2U);
}

TEST(PlanJson, takes_host_names_that_are_no_text) {
  const cluster::Cluster cluster{{test::node_of("\xff", 8, base::gibibytes(16))}};
  EXPECT_TRUE(json::accept(plan_json({solve(cluster, {}, Workload{}).value()})));
}

TEST(StatusJson, has_the_machine_and_its_plan) {
  const test::MachineTree machine;
  machine.memory("16777216", "15728640");
  cluster::Environment environment;
  environment.root = machine.root();
  environment.topology = cluster::SyntheticTopology{"pack:2 numa:1 core:4 pu:1"};
  const auto status = json::parse(status_json(status_of(environment, {}).value()));
  EXPECT_EQ(status["available"], 16106127360);
  EXPECT_EQ(status["limit"]["candidates"][0]["source"], "physical memory");
  EXPECT_EQ(status["topology"]["domains"][1]["pus"], "4-7");
  EXPECT_EQ(status["plan"]["workers"], 8);
}

TEST(InfoJson, has_null_for_what_was_not_found) {
  const auto info =
      json::parse(info_json({{"HDF5", "", "result files"}}, test::node_of("a", 4, base::gibibytes(1)).facts));
  EXPECT_EQ(info["components"][0]["name"], "HDF5");
  EXPECT_TRUE(info["components"][0]["found"].is_null());
  EXPECT_EQ(info["components"][0]["off_without"], "result files");
}

}  // namespace
}  // namespace winnow::plan
