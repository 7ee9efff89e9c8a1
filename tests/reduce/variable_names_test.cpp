#include "reduce/variable_names.hpp"

#include <gmock/gmock.h>

namespace winnow::reduce {
namespace {

using testing::ElementsAre;

std::vector<std::string> names(const std::vector<std::string>& metrics, std::set<std::string> taken = {}) {
  return variable_names(metrics, std::move(taken));
}

TEST(VariableNames, are_the_metrics_own_where_possible) {
  EXPECT_THAT(names({"created", "latency_avg", "time (s)"}),
              ElementsAre("created", "latency_avg", "time (s)"));
}

TEST(VariableNames, are_never_those_of_fields_or_of_each_other) {
  EXPECT_THAT(names({"buffer", "metric_buffer"}, {"buffer"}),
              ElementsAre("metric_buffer", "metric_metric_buffer"));
  EXPECT_THAT(names({"a/b", "a_b"}), ElementsAre("a_b", "metric_a_b"));
}

TEST(VariableNames, are_names_that_the_format_takes) {
  EXPECT_THAT(names({"", ".", "-x", "a/b", "a\tb", "a "}),
              ElementsAre("_", "_.", "_-x", "a_b", "a\\x09b", "a_"));
}

}  // namespace
}  // namespace winnow::reduce
