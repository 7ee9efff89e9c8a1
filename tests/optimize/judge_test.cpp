#include "winnow/optimize/judge.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace winnow::optimize {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

Evaluation with(std::vector<double> outputs) {
  Evaluation evaluation;
  evaluation.outputs = std::move(outputs);
  return evaluation;
}

Evaluation failure() {
  Evaluation evaluation;
  evaluation.status = Status::signal;
  return evaluation;
}

TEST(Judge, turns_the_value_round_where_the_largest_is_wanted) {
  const Judge judge(Goal::max, {}, 0, {});
  EXPECT_EQ(judge.outcome_of(with({3})).objective, -3);
  EXPECT_EQ(judge.value_of(-3), 3);
}

TEST(Judge, adds_up_by_how_much_constraints_are_broken) {
  using Relation = Constraint::Relation;
  const Judge judge(
      Goal::min, {{1, Relation::at_most, 0}, {2, Relation::at_least, 5}, {3, Relation::equal, 1}}, 0.25, {});
  EXPECT_EQ(judge.outcome_of(with({7, 0, 5, 1.25})).violation, 0) << "on the bounds and within the tolerance";
  EXPECT_EQ(judge.outcome_of(with({7, 2, 4, 0})).violation, 2 + 1 + 0.75);
  EXPECT_EQ(judge.outcome_of(with({7, 2, 4, 0})).objective, 7);
}

TEST(Judge, puts_failures_behind_all_that_succeeded_whatever_that_broke) {
  const Judge free(Goal::min, {}, 0, {});
  const Judge bound(Goal::min, {{1, Constraint::Relation::at_most, 0}}, 0, {});
  EXPECT_TRUE(is_better(free.outcome_of(with({1e300})), free.outcome_of(failure())));
  EXPECT_TRUE(is_better(bound.outcome_of(with({1e300, 1e300})), bound.outcome_of(failure())));
}

TEST(Judge, counts_a_failure_as_the_study_says) {
  const Judge infeasible(Goal::min, {}, 0, {Penalty::Kind::infeasible, 0});
  EXPECT_EQ(infeasible.outcome_of(failure()), (evolve::Outcome{infinity, infinity, true}));
  const Judge valued(Goal::max, {}, 0, {Penalty::Kind::value, -10});
  EXPECT_EQ(valued.outcome_of(failure()), (evolve::Outcome{10, 0, true}));
}

}  // namespace
}  // namespace winnow::optimize
