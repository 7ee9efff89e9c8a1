#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

#include "winnow/base/text.hpp"
#include "winnow/formula/expression.hpp"
#include "winnow/optimize/objectives.hpp"

namespace winnow::optimize {
namespace {

/// What stands for a name of the expression.
struct Meaning {
  std::optional<double> constant;
  std::size_t column = 0;       ///< else: where a candidate has its value
  std::vector<double> choices;  ///< which one of them the value tells; empty: it is meant itself
};

double number_in(std::span<const double> candidate, const Meaning& meaning) {
  if (meaning.constant) return *meaning.constant;
  const double value = candidate[meaning.column];
  return meaning.choices.empty() ? value : meaning.choices[static_cast<std::size_t>(value)];
}

std::optional<double> number_of(const std::string& word) {
  double number = 0;
  const auto* const end = word.data() + word.size();
  const auto [stop, code] = std::from_chars(word.data(), end, number);
  if (code != std::errc() || stop != end || !std::isfinite(number)) return std::nullopt;
  return number;
}

/// Empty where one is none.
std::vector<double> numbers_of(const std::vector<std::string>& choices) {
  std::vector<double> numbers;
  for (const auto& choice : choices) {
    const auto number = number_of(choice);
    if (!number) return {};
    numbers.push_back(*number);
  }
  return numbers;
}

class ExpressionObjective final : public Objective {
 public:
  /// `meanings`: of each name of the expression, for candidates of `dimension` values.
  ExpressionObjective(formula::Expression expression, std::vector<Meaning> meanings, std::size_t dimension)
      : expression_(std::move(expression)),
        meanings_(std::move(meanings)),
        dimension_(dimension),
        named_(meanings_.size()) {}

  void evaluate(std::span<const double> values, std::span<Evaluation> evaluations) override {
    for (std::size_t i = 0; i < evaluations.size(); ++i) {
      const auto candidate = values.subspan(i * dimension_, dimension_);
      for (std::size_t name = 0; name < meanings_.size(); ++name) {
        named_[name] = number_in(candidate, meanings_[name]);
      }
      evaluations[i].outputs.assign(1, expression_.evaluate(named_));
    }
  }

 private:
  formula::Expression expression_;
  std::vector<Meaning> meanings_;
  std::size_t dimension_;
  std::vector<double> named_;
};

class ExpressionMaker final : public ObjectiveMaker {
 public:
  ExpressionMaker(std::string text, std::vector<Meaning> meanings, std::size_t dimension)
      : text_(std::move(text)), meanings_(std::move(meanings)), dimension_(dimension) {}

  [[nodiscard]] base::Result<std::unique_ptr<Objective>> make() const override {
    auto expression = formula::Expression::parse(text_);
    if (!expression) return tl::unexpected(expression.error());
    return std::make_unique<ExpressionObjective>(*std::move(expression), meanings_, dimension_);
  }
  [[nodiscard]] bool is_foreign() const override { return false; }

 private:
  std::string text_;
  std::vector<Meaning> meanings_;
  std::size_t dimension_;
};

base::Result<Meaning> meaning_of(const std::string& name, const evolve::Space& space) {
  const auto& parameters = space.parameters();
  const auto found = std::ranges::find(parameters, name, &evolve::Parameter::name);
  if (found != parameters.end()) {
    return Meaning{std::nullopt, static_cast<std::size_t>(found - parameters.begin()),
                   numbers_of(found->choices)};
  }
  if (const auto constant = formula::constant(name)) return Meaning{constant, 0, {}};
  std::vector<std::string> names;
  for (const auto& parameter : parameters) names.push_back(parameter.name);
  auto known = names;
  known.insert(known.end(), {"_e", "_pi"});
  const auto near = base::nearest(name, known);
  return base::fail(fmt::format("the objective uses \"{}\"", base::printable(name)),
                    "no parameter has that name",
                    fmt::format("write {}", base::enumerate(near.empty() ? names : near)));
}

}  // namespace

MadeObjective expression_objective(const std::string& text, const evolve::Space& space) {
  const auto expression = formula::Expression::parse(text);
  if (!expression) return tl::unexpected(expression.error());
  std::vector<Meaning> meanings;
  for (const auto& name : expression->names()) {
    auto meaning = meaning_of(name, space);
    if (!meaning) return tl::unexpected(std::move(meaning).error());
    meanings.push_back(*std::move(meaning));
  }
  return std::make_shared<ExpressionMaker>(text, std::move(meanings), space.dimension());
}

}  // namespace winnow::optimize
