#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <utility>

#include "optimize/program_status.hpp"
#include "winnow/optimize/objectives.hpp"

namespace winnow::optimize {
namespace {

program::Value value_of(const evolve::Parameter& parameter, double value) {
  switch (parameter.type) {
    case evolve::ParameterType::integer:
      return std::int64_t{std::llround(value)};
    case evolve::ParameterType::choice:
      return parameter.choices[static_cast<std::size_t>(value)];
    case evolve::ParameterType::real:
      break;
  }
  return value;
}

class ProgramMaker final : public ObjectiveMaker {
 public:
  ProgramMaker(program::Program program, const evolve::Space& space, std::vector<std::string> outputs,
               program::Spawner* spawner)
      : program_(std::move(program)), space_(space), outputs_(std::move(outputs)), spawner_(spawner) {}

  [[nodiscard]] base::Result<std::unique_ptr<Objective>> make() const override;
  [[nodiscard]] std::vector<std::string> outputs() const override { return outputs_; }

  /// Throws base::Failure where this rank can run no program, or shall run none any more.
  void evaluate(std::span<const double> values, Evaluation& evaluation) const;

 private:
  program::Program program_;
  evolve::Space space_;
  std::vector<std::string> outputs_;
  program::Spawner* spawner_;
};

class ProgramObjective final : public Objective {
 public:
  ProgramObjective(const ProgramMaker& maker, std::size_t dimension) : maker_(maker), dimension_(dimension) {}

  void evaluate(std::span<const double> values, std::span<Evaluation> evaluations) override {
    for (std::size_t i = 0; i < evaluations.size(); ++i) {
      maker_.evaluate(values.subspan(i * dimension_, dimension_), evaluations[i]);
    }
  }

 private:
  const ProgramMaker& maker_;
  std::size_t dimension_;
};

base::Result<std::unique_ptr<Objective>> ProgramMaker::make() const {
  return std::make_unique<ProgramObjective>(*this, space_.dimension());
}

void ProgramMaker::evaluate(std::span<const double> values, Evaluation& evaluation) const {
  assert(spawner_ != nullptr);
  std::vector<program::Value> named;
  for (std::size_t i = 0; i < values.size(); ++i)
    named.push_back(value_of(space_.parameters()[i], values[i]));
  auto ran =
      base::value_or_throw(program_.run(named, fmt::format("evaluation-{}", evaluation.id), *spawner_));
  evaluation.peak = ran.usage.peak_resident;
  evaluation.kept = ran.kept.string();
  if (ran.failure) return take_failure(*std::move(ran.failure), evaluation);
  evaluation.outputs = std::move(ran.outputs);
  for (auto& figure : ran.figures) evaluation.figures.emplace_back(std::move(figure.name), figure.value);
}

}  // namespace

MadeObjective program_objective(program::ProgramSpec spec, const evolve::Space& space,
                                std::vector<std::string> outputs, program::Spawner* spawner) {
  auto program = program::Program::prepare(std::move(spec));
  if (!program) return tl::unexpected(std::move(program).error());
  return std::make_shared<ProgramMaker>(*std::move(program), space, std::move(outputs), spawner);
}

}  // namespace winnow::optimize
