#include <utility>

#include "winnow/evolve/functions.hpp"
#include "winnow/optimize/objectives.hpp"

namespace winnow::optimize {
namespace {

class FunctionObjective final : public Objective {
 public:
  explicit FunctionObjective(const evolve::TestFunction& function) : function_(function) {}

  void evaluate(std::span<const double> values, std::span<Evaluation> evaluations) override {
    const auto dimension = function_.dimension();
    for (std::size_t i = 0; i < evaluations.size(); ++i) {
      evaluations[i].outputs.assign(1, function_(values.subspan(i * dimension, dimension)));
    }
  }

 private:
  const evolve::TestFunction& function_;
};

class FunctionMaker final : public ObjectiveMaker {
 public:
  explicit FunctionMaker(evolve::TestFunction function) : function_(std::move(function)) {}

  [[nodiscard]] base::Result<std::unique_ptr<Objective>> make() const override {
    return std::make_unique<FunctionObjective>(function_);
  }
  [[nodiscard]] bool is_foreign() const override { return false; }

 private:
  evolve::TestFunction function_;
};

}  // namespace

MadeObjective function_objective(const std::string& name, std::uint64_t instance, std::size_t dimension) {
  auto function = evolve::make_function(name, dimension, instance);
  if (!function) return tl::unexpected(std::move(function).error());
  return std::make_shared<FunctionMaker>(*std::move(function));
}

}  // namespace winnow::optimize
