#include "reduce/formulas.hpp"

#include <gmock/gmock.h>

namespace winnow::reduce {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

class FormulasTest : public testing::Test {
 protected:
  [[nodiscard]] ConfigError error() const {
    const auto formulas = Formulas::make(config_, fields_);
    return formulas ? ConfigError{} : formulas.error();
  }

  Config config_;
  std::vector<read::Field> fields_{{"router", read::FieldType::text}, {"seed", read::FieldType::integer}};
};

TEST_F(FormulasTest, are_empty_where_nothing_is_computed) {
  EXPECT_TRUE(Formulas::make(config_, fields_)->empty());
}

TEST_F(FormulasTest, come_after_those_that_they_use) {
  config_.derive = {{"a", "b + c"}, {"b", "c * 2"}, {"c", "relayed / seed"}, {"d", "a"}};
  const auto formulas = *Formulas::make(config_, fields_);
  std::vector<std::string> names;
  for (const auto& formula : formulas.derived()) names.push_back(formula.name);
  EXPECT_THAT(names, ElementsAre("c", "b", "a", "d"));
}

TEST_F(FormulasTest, tell_which_columns_they_use_and_where) {
  config_.derive = {{"cost", "relayed / delivered"}, {"more", "cost + seed"}};
  config_.where = "delivered > 0 && [time to live] > 3 && cost < 9";
  EXPECT_THAT(Formulas::make(config_, fields_)->columns(),
              ElementsAre(Pair("delivered", "reduce.derive"), Pair("relayed", "reduce.derive"),
                          Pair("time to live", "reduce.where")));
}

TEST_F(FormulasTest, refuse_what_cannot_be_understood) {
  config_.where = "ttl >";
  EXPECT_EQ(error().key, "reduce.where");
  EXPECT_THAT(error().error.why, HasSubstr("too early at its column"));
  config_.where = "";
  config_.derive = {{"cost", "a //"}};
  EXPECT_EQ(error().key, "reduce.derive");
}

TEST_F(FormulasTest, refuse_fields_that_are_text) {
  config_.where = "router == 1";
  EXPECT_EQ(error().key, "reduce.where");
  EXPECT_EQ(error().error.problem, "\"router\" in \"router == 1\" is text");
  EXPECT_THAT(error().error.advice, HasSubstr("{router:int}"));
}

TEST_F(FormulasTest, refuse_circles_and_show_them) {
  config_.derive = {{"a", "b"}, {"b", "c + x"}, {"c", "a"}, {"d", "a"}};
  EXPECT_EQ(error().key, "reduce.derive");
  EXPECT_EQ(error().error.problem, "\"a\" is derived from itself");
  EXPECT_EQ(error().error.why, "a → b → c → a");
  config_.derive = {{"latency", "latency / 60"}};
  EXPECT_EQ(error().error.why, "latency → latency");
}

TEST_F(FormulasTest, refuse_metrics_without_a_name_of_their_own) {
  config_.derive = {{"seed", "1"}};
  EXPECT_THAT(error().error.problem, HasSubstr("\"seed\""));
  config_.derive = {{"", "1"}};
  EXPECT_THAT(error().error.problem, HasSubstr("no name"));
}

}  // namespace
}  // namespace winnow::reduce
