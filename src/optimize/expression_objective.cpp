#include <fmt/format.h>

#include <algorithm>

#include "winnow/base/text.hpp"
#include "winnow/formula/expression.hpp"
#include "winnow/optimize/objectives.hpp"

namespace winnow::optimize {
namespace {

class ExpressionObjective final : public Objective {
 public:
  /// `columns`: where the value of each name of the expression stands in a candidate of `dimension` values.
  ExpressionObjective(formula::Expression expression, std::vector<std::size_t> columns, std::size_t dimension)
      : expression_(std::move(expression)),
        columns_(std::move(columns)),
        dimension_(dimension),
        named_(columns_.size()) {}

  void evaluate(std::span<const double> values, std::span<Evaluation> evaluations) override {
    for (std::size_t i = 0; i < evaluations.size(); ++i) {
      const auto candidate = values.subspan(i * dimension_, dimension_);
      for (std::size_t name = 0; name < columns_.size(); ++name) named_[name] = candidate[columns_[name]];
      evaluations[i].outputs.assign(1, expression_.evaluate(named_));
    }
  }

 private:
  formula::Expression expression_;
  std::vector<std::size_t> columns_;
  std::size_t dimension_;
  std::vector<double> named_;
};

class ExpressionMaker final : public ObjectiveMaker {
 public:
  ExpressionMaker(std::string text, std::vector<std::size_t> columns, std::size_t dimension)
      : text_(std::move(text)), columns_(std::move(columns)), dimension_(dimension) {}

  [[nodiscard]] base::Result<std::unique_ptr<Objective>> make() const override {
    auto expression = formula::Expression::parse(text_);
    if (!expression) return tl::unexpected(expression.error());
    return std::make_unique<ExpressionObjective>(*std::move(expression), columns_, dimension_);
  }
  [[nodiscard]] bool is_foreign() const override { return false; }

 private:
  std::string text_;
  std::vector<std::size_t> columns_;
  std::size_t dimension_;
};

}  // namespace

MadeObjective expression_objective(const std::string& text, const evolve::Space& space) {
  const auto expression = formula::Expression::parse(text);
  if (!expression) return tl::unexpected(expression.error());
  std::vector<std::string> parameters;
  for (const auto& parameter : space.parameters()) parameters.push_back(parameter.name);
  std::vector<std::size_t> columns;
  for (const auto& name : expression->names()) {
    const auto found = std::ranges::find(parameters, name);
    if (found == parameters.end()) {
      const auto near = base::nearest(name, parameters);
      return base::fail(fmt::format("the objective uses \"{}\"", base::printable(name)),
                        "no parameter has that name",
                        fmt::format("write {}", base::enumerate(near.empty() ? parameters : near)));
    }
    columns.push_back(static_cast<std::size_t>(found - parameters.begin()));
  }
  return std::make_shared<ExpressionMaker>(text, std::move(columns), space.dimension());
}

}  // namespace winnow::optimize
