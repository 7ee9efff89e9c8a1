#include "winnow/formula/expression.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <limits>
#include <map>

namespace winnow::formula {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// The value of an expression whose names have these values.
double value(std::string_view text, const std::map<std::string, double>& numbers = {}) {
  auto expression = Expression::parse(text);
  if (!expression) throw base::Failure(expression.error());
  std::vector<double> values;
  for (const auto& name : expression->names()) values.push_back(numbers.at(name));
  return expression->evaluate(values);
}

base::Error error_of(std::string_view text) {
  const auto expression = Expression::parse(text);
  return expression ? base::Error{} : expression.error();
}

TEST(Expression, computes_with_names) {
  EXPECT_EQ(value("relayed / delivered", {{"relayed", 3}, {"delivered", 4}}), 0.75);
  EXPECT_EQ(value("(a + 2) * -b ^ 2", {{"a", 1}, {"b", 3}}), -27);
  EXPECT_EQ(value("ttl >= 60 && delivered > 0", {{"ttl", 60}, {"delivered", 1}}), 1);
  EXPECT_EQ(value("ttl >= 60 && delivered > 0", {{"ttl", 59}, {"delivered", 1}}), 0);
  EXPECT_EQ(value("a == 2 || !(b != 3)", {{"a", 1}, {"b", 3}}), 1);
  EXPECT_EQ(value("a > 1 ? 10 : 20", {{"a", 1}}), 20);
  EXPECT_EQ(value("1e3 + 0.5"), 1000.5);
}

TEST(Expression, has_the_functions_it_names) {
  EXPECT_EQ(value("abs(-2) + ceil(0.5) + floor(1.5) + round(2.5) + sqrt(16)"), 2 + 1 + 1 + 3 + 4);
  EXPECT_EQ(value("max(1, 2) * 10 + min(1, 2)"), 21);
  EXPECT_DOUBLE_EQ(value("exp(1) + log(exp(2)) + log10(1000)"), std::exp(1.0) + 2 + 3);
}

TEST(Expression, has_the_functions_of_angles_and_their_like) {
  EXPECT_DOUBLE_EQ(value("sin(1)^2 + cos(1)^2 + tan(1) * cos(1) / sin(1)"), 2);
  EXPECT_DOUBLE_EQ(value("asin(sin(0.5)) + 10 * acos(cos(0.5)) + 100 * atan(tan(0.5))"), 55.5);
  EXPECT_DOUBLE_EQ(value("sinh(1) + 10 * cosh(2) + 100 * tanh(3)"),
                   std::sinh(1.0) + 10 * std::cosh(2.0) + 100 * std::tanh(3.0));
  EXPECT_DOUBLE_EQ(value("atan2(1, -1) + hypot(3, 4) + log2(8)"), std::atan2(1.0, -1.0) + 5 + 3);
  EXPECT_EQ(value("sign(-3) + 10 * sign(0) + 100 * sign(0.5)"), 99);
  EXPECT_TRUE(std::isnan(value("sign(a)", {{"a", nan}})));
}

TEST(Expression, takes_the_name_of_a_function_for_a_column_where_it_is_not_called) {
  EXPECT_EQ(value("sign * sign(sign)", {{"sign", -3}}), 3);
}

TEST(Expression, lists_all_functions_in_its_advice) {
  const auto error = error_of("");
  for (const std::string name : {"abs", "acos", "asin", "atan", "ceil", "cos", "cosh", "exp", "floor", "log",
                                 "log10", "log2", "round", "sign", "sin", "sinh", "sqrt", "tan", "tanh"}) {
    EXPECT_THAT(error.advice, testing::ContainsRegex("[ ]" + name + "([ ,]|$)"));
    EXPECT_TRUE(Expression::parse(name + "(1)")) << name;
  }
}

TEST(Expression, tells_each_of_its_names_once) {
  EXPECT_THAT(Expression::parse("b + a * b - [a]")->names(), ElementsAre("a", "b"));
  EXPECT_THAT(Expression::parse("1 + 2")->names(), IsEmpty());
  EXPECT_EQ(value("a - [a]", {{"a", 5}}), 0);
}

TEST(Expression, takes_any_name_in_brackets) {
  EXPECT_EQ(value("[hop count] + [a.b] * [größe in m]", {{"hop count", 1}, {"a.b", 2}, {"größe in m", 3}}),
            7);
  EXPECT_EQ(value("[min] + min([min], 9) + [x] - x", {{"min", 2}, {"x", 1}}), 4);
  EXPECT_EQ(value("[2] * 2", {{"2", 21}}), 42);
}

TEST(Expression, finds_every_comparison_with_NaN_false_but_unequal) {
  for (const auto* text : {"a < 1", "a <= 1", "a > 1", "a >= 1", "a == a", "a == 1"}) {
    EXPECT_EQ(value(text, {{"a", nan}}), 0) << text;
  }
  EXPECT_EQ(value("a != 1", {{"a", nan}}), 1);
  EXPECT_TRUE(std::isnan(value("a + 1", {{"a", nan}})));
}

TEST(Expression, has_no_extreme_of_NaN_whichever_stands_first) {
  for (const auto* text : {"max(a, 1)", "max(1, a)", "min(a, 1)", "min(1, a)"}) {
    EXPECT_TRUE(std::isnan(value(text, {{"a", nan}}))) << text;
  }
}

TEST(Expression, gives_one_NaN_on_all_processors) {
  EXPECT_FALSE(std::signbit(value("sqrt(-1 - a)", {{"a", 1}})));
  EXPECT_FALSE(std::signbit(value("a", {{"a", -nan}})));
}

TEST(Expression, computes_step_by_step_as_it_is_written) {
  EXPECT_EQ(value("b + (0.1 - b)", {{"b", 1e20}}), 0);
  EXPECT_EQ(value("(b - 0.1) - 2 ^ 0.5", {{"b", 1}}), (1 - 0.1) - std::sqrt(2.0));
  EXPECT_EQ(value("a * 0.1 * 3", {{"a", 3}}), 3 * 0.1 * 3);
}

TEST(Expression, says_what_cannot_be_understood_and_where) {
  const auto error = error_of("ttl >=");
  EXPECT_EQ(error.problem, "cannot understand the expression \"ttl >=\"");
  EXPECT_THAT(error.why, HasSubstr("it ends too early"));
  EXPECT_THAT(error.advice, HasSubstr("[brackets]"));
  EXPECT_EQ(error_of("a + * b").place.column, 5u);
  EXPECT_EQ(error_of("a + $").place.column, 5u);
  EXPECT_EQ(error_of("[long name] + * b").place.column, 15u);
}

TEST(Expression, refuses_what_an_expression_is_not) {
  EXPECT_EQ(error_of("ttl = 60").why, "= assigns, == compares: at its column 5");
  EXPECT_THAT(error_of("").why, HasSubstr("says nothing"));
  EXPECT_THAT(error_of("a [b").why, HasSubstr("[ without ]"));
  EXPECT_THAT(error_of("a + []").why, HasSubstr("names nothing"));
  EXPECT_THAT(error_of("a ]").why, HasSubstr("] means nothing"));
  EXPECT_THAT(error_of("(a").why, HasSubstr("not closed"));
  EXPECT_THAT(error_of("sqrt(1, 2)").why, HasSubstr("too many arguments"));
  for (const auto* text : {"a, b", "a b", "a == \"text\"", "@00 + 1", "rnd(1)", "_pi(2)", "a += 1", "1 2"}) {
    EXPECT_FALSE(error_of(text).problem.empty()) << text;
  }
}

TEST(Expression, knows_no_constants_that_could_hide_a_column) {
  EXPECT_THAT(Expression::parse("_pi + _e")->names(), ElementsAre("_e", "_pi"));
}

TEST(Expression, has_constants_for_who_finds_nothing_else_of_their_names) {
  EXPECT_DOUBLE_EQ(std::cos(constant("_pi").value()), -1);
  EXPECT_DOUBLE_EQ(std::log(constant("_e").value()), 1);
  EXPECT_FALSE(constant("pi"));
}

TEST(Expression, refuses_numbers_that_no_double_holds) {
  EXPECT_EQ(error_of("x * 1e400").why, "the number 1e400 is too large, at its column 5");
  EXPECT_EQ(error_of("1.5e+400*x").why, "the number 1.5e+400 is too large, at its column 1");
  EXPECT_EQ(value("1e308 * x1e400 + [1e400] + 1e-400", {{"x1e400", 0}, {"1e400", 2}}), 2);
}

TEST(Expression, survives_any_bytes) {
  for (int byte = 1; byte < 256; ++byte) {
    for (const std::string around : {"", "a", "1", "("}) {
      static_cast<void>(Expression::parse(around + static_cast<char>(byte) + around));
    }
  }
}

}  // namespace
}  // namespace winnow::formula
