#include "winnow/plan/status.hpp"

#include <gtest/gtest.h>

#include "cluster/machine_tree.hpp"

namespace winnow::plan {
namespace {

cluster::Environment environment_of(const test::MachineTree& machine) {
  cluster::Environment environment;
  environment.hostname = "desk";
  environment.root = machine.root();
  environment.topology = cluster::SyntheticTopology{"pack:1 core:4 pu:2"};
  return environment;
}

TEST(Status, recommends_for_the_machine_at_hand) {
  const test::MachineTree machine;
  machine.memory("16777216", "15728640");
  const auto status = status_of(environment_of(machine), {}).value();
  EXPECT_EQ(status.cores, 4U);
  EXPECT_EQ(status.node.memory_now.available, base::gibibytes(15));
  EXPECT_EQ(status.plan.workers(), 4U);
  EXPECT_TRUE(status.plan.warnings.empty());
}

TEST(Status, warns_where_others_hold_the_memory_now) {
  const test::MachineTree machine;
  machine.memory("16777216", "1048576");
  const auto status = status_of(environment_of(machine), {}).value();
  ASSERT_EQ(status.plan.warnings.size(), 1U);
  EXPECT_EQ(
      status.plan.warnings[0].text(),
      "less memory is available now than the plan may use (1 GiB of 6.26 GiB): end other programs, or set "
      "resources.memory");
}

TEST(Status, fails_as_its_parts_do) {
  const test::MachineTree machine;
  machine.memory("65536", "65536");
  EXPECT_EQ(status_of(environment_of(machine), {}).error().problem, "a piece of 1 MiB fits on no node");
  auto environment = environment_of(machine);
  environment.topology = cluster::TopologyFile{"/no/such.xml"};
  EXPECT_EQ(status_of(environment, {}).error().problem, "cannot read the topology of /no/such.xml");
}

}  // namespace
}  // namespace winnow::plan
