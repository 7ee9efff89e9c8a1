#include "app/optimize/study_terms.hpp"

#include <gtest/gtest.h>

#include <optional>

namespace winnow::app {
namespace {

TEST(StudyTerms, mean_what_their_names_say) {
  EXPECT_EQ(term_of(study::Algorithm::de), evolve::Algorithm::de);
  EXPECT_EQ(term_of(study::Algorithm::jso), evolve::Algorithm::jso);
  EXPECT_EQ(term_of(study::Update::steady), evolve::Update::steady);
  EXPECT_EQ(term_of(study::ParameterType::choice), evolve::ParameterType::choice);
  EXPECT_EQ(term_of(study::Scale::log), evolve::Scale::log);
  EXPECT_EQ(term_of(study::Goal::max), optimize::Goal::max);
  EXPECT_EQ(term_of(study::Relation::at_least), optimize::Constraint::Relation::at_least);
  EXPECT_EQ(term_of(study::Penalty::Kind::infeasible), optimize::Penalty::Kind::infeasible);
  EXPECT_EQ(term_of(study::Record::best), optimize::Recording::best);
  EXPECT_EQ(term_of(study::Keep::none), program::Keep::none);
}

TEST(StudyTerms, polish_by_a_method_or_not_at_all) {
  EXPECT_EQ(term_of(study::Polish::off), std::nullopt);
  EXPECT_EQ(term_of(study::Polish::bobyqa), evolve::PolishMethod::bobyqa);
  EXPECT_EQ(term_of(study::Polish::lbfgs), evolve::PolishMethod::lbfgs);
}

}  // namespace
}  // namespace winnow::app
