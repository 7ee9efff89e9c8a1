#include "winnow/optimize/objective.hpp"

#include <gmock/gmock.h>

#include <limits>
#include <numbers>

#include "optimize/bench.hpp"
#include "winnow/optimize/objectives.hpp"

namespace winnow::optimize {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<Evaluation> evaluated(const ObjectiveMaker& maker, std::vector<double> values,
                                  std::vector<Evaluation> evaluations = std::vector<Evaluation>(1)) {
  const auto objective = base::value_or_throw(maker.make());
  evaluate_checked(*objective, maker, values, evaluations);
  return evaluations;
}

TEST(EvaluateChecked, makes_failures_of_outputs_that_are_no_finite_numbers) {
  const auto space = base::value_or_throw(evolve::Space::make({{.name = "x", .low = -1, .high = 1}}));
  const auto root = base::value_or_throw(expression_objective("sqrt(x)", space));
  const auto evaluations = evaluated(*root, {-0.5, 0.25}, std::vector<Evaluation>(2));
  EXPECT_EQ(evaluations[0].status, Status::not_a_number);
  EXPECT_THAT(evaluations[0].reason, testing::StartsWith("value is "));
  EXPECT_THAT(evaluations[0].outputs, IsEmpty());
  EXPECT_EQ(evaluations[1].status, Status::ok);
  EXPECT_THAT(evaluations[1].outputs, ElementsAre(0.5));
}

TEST(EvaluateChecked, names_the_output) {
  TestObjective maker([](std::span<const double>) {
    return std::vector<double>{1, std::numeric_limits<double>::infinity()};
  });
  maker.outputs_ = {"cost", "load"};
  EXPECT_EQ(evaluated(maker, {0}).front().reason, "load is inf");
}

TEST(EvaluateChecked, leaves_nothing_of_an_earlier_evaluation_but_its_id) {
  const TestObjective maker([](std::span<const double> x) { return std::vector<double>{x[0]}; });
  std::vector<Evaluation> old(1);
  auto& evaluation = old.front();
  evaluation.id = 7;
  evaluation.status = Status::timeout;
  evaluation.reason = "more than 1 s";
  evaluation.figures = {{"hops", 1}};
  evaluation.peak = base::Bytes{5};
  evaluation.kept = "/tmp/evaluation-6-x";
  evaluation.cached = true;
  const auto again = evaluated(maker, {2}, std::move(old)).front();
  EXPECT_EQ(again.id, 7U);
  EXPECT_EQ(again.status, Status::ok);
  EXPECT_THAT(again.outputs, ElementsAre(2));
  EXPECT_THAT(again.reason, IsEmpty());
  EXPECT_THAT(again.figures, IsEmpty());
  EXPECT_EQ(again.peak, base::Bytes{});
  EXPECT_THAT(again.kept, IsEmpty());
  EXPECT_FALSE(again.cached);
}

evolve::Space space_of_choice(std::vector<std::string> choices) {
  return base::value_or_throw(evolve::Space::make(
      {{.name = "b", .type = evolve::ParameterType::choice, .choices = std::move(choices)}}));
}

TEST(ExpressionObjective, takes_a_choice_of_numbers_for_the_number_chosen) {
  const auto space = space_of_choice({"10", "100", "1e3"});
  const auto distance = base::value_or_throw(expression_objective("abs(b - 100)", space));
  EXPECT_THAT(evaluated(*distance, {1}).front().outputs, ElementsAre(0));
  EXPECT_THAT(evaluated(*distance, {2}).front().outputs, ElementsAre(900));
}

TEST(ExpressionObjective, takes_a_choice_of_words_for_its_place) {
  const auto place = base::value_or_throw(expression_objective("b", space_of_choice({"10", "many", "nan"})));
  EXPECT_THAT(evaluated(*place, {2}).front().outputs, ElementsAre(2));
}

TEST(ExpressionObjective, has_constants_where_no_parameter_has_their_name) {
  const auto space = base::value_or_throw(evolve::Space::make({{.name = "_e", .low = 0, .high = 9}}));
  const auto sum = base::value_or_throw(expression_objective("_e + _pi", space));
  EXPECT_THAT(evaluated(*sum, {5}).front().outputs, ElementsAre(5 + std::numbers::pi));
  EXPECT_EQ(expression_objective("pi", space).error().advice, "write _pi");
}

}  // namespace
}  // namespace winnow::optimize
