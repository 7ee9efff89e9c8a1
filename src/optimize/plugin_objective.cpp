#include <fmt/format.h>

#include <atomic>
#include <cassert>
#include <utility>

#include "optimize/program_status.hpp"
#include "winnow/base/text.hpp"
#include "winnow/optimize/objectives.hpp"
#include "winnow/program/isolated_plugin.hpp"
#include "winnow/program/plugin.hpp"

namespace winnow::optimize {
namespace {

/// Evaluates with a handle of either kind and puts its numbers where they belong.
class PluginObjective : public Objective {
 public:
  explicit PluginObjective(std::size_t width) : width_(width) {}

  void evaluate(std::span<const double> values, std::span<Evaluation> evaluations) override {
    numbers_.resize(evaluations.size() * width_);
    const auto failed = call({evaluations.size(), values}, numbers_);
    for (std::size_t i = 0; i < evaluations.size(); ++i) {
      const auto* first = numbers_.data() + i * width_;
      evaluations[i].outputs.assign(first, first + width_);
    }
    for (auto failure : failed) take_failure(std::move(failure.failure), evaluations[failure.index]);
  }

 protected:
  virtual std::vector<program::FailedCandidate> call(const program::Candidates& candidates,
                                                     std::span<double> outputs) = 0;

 private:
  std::size_t width_;
  std::vector<double> numbers_;
};

class InnerPlugin final : public PluginObjective {
 public:
  explicit InnerPlugin(program::PluginHandle handle)
      : PluginObjective(handle.outputs()), handle_(std::move(handle)) {}

 private:
  std::vector<program::FailedCandidate> call(const program::Candidates& candidates,
                                             std::span<double> outputs) override {
    return handle_.evaluate(candidates, outputs);
  }

  program::PluginHandle handle_;
};

class OuterPlugin final : public PluginObjective {
 public:
  explicit OuterPlugin(program::IsolatedPlugin child)
      : PluginObjective(child.outputs()), child_(std::move(child)) {}

  void evaluate(std::span<const double> values, std::span<Evaluation> evaluations) override {
    PluginObjective::evaluate(values, evaluations);
    for (auto& evaluation : evaluations) evaluation.peak = child_.peak_resident();
  }

 private:
  std::vector<program::FailedCandidate> call(const program::Candidates& candidates,
                                             std::span<double> outputs) override {
    return base::value_or_throw(child_.evaluate(candidates, outputs));
  }

  program::IsolatedPlugin child_;
};

class InnerMaker final : public ObjectiveMaker {
 public:
  InnerMaker(program::Plugin plugin, PluginSpec spec, std::vector<std::string> outputs)
      : plugin_(std::move(plugin)), spec_(std::move(spec)), outputs_(std::move(outputs)) {}

  [[nodiscard]] base::Result<std::unique_ptr<Objective>> make() const override {
    auto handle = plugin_.make_handle(spec_.options);
    if (!handle) return tl::unexpected(std::move(handle).error());
    return std::make_unique<InnerPlugin>(*std::move(handle));
  }
  [[nodiscard]] std::vector<std::string> outputs() const override { return outputs_; }
  /// Whoever does not isolate a plugin trusts it.
  [[nodiscard]] bool is_foreign() const override { return false; }

 private:
  program::Plugin plugin_;
  PluginSpec spec_;
  std::vector<std::string> outputs_;
};

/// Each is a column of the result.
constexpr std::size_t most_outputs = 10'000;

/// Names for `width` outputs: those given, then output<N>.
base::Result<std::vector<std::string>> names_for(std::vector<std::string> names, std::size_t width) {
  if (width > most_outputs) {
    return base::fail(
        fmt::format("the plugin has {} outputs", base::with_commas(width)),
        fmt::format("a result has at most {} of an evaluation", base::with_commas(most_outputs)),
        "see what its outputs() gives");
  }
  if (names.size() > width) {
    return base::fail(fmt::format("the objective gives {} numbers", width),
                      fmt::format("names are given to {}: {}", names.size(), base::enumerate(names)),
                      "take names out of outputs");
  }
  while (names.size() < width) names.push_back(fmt::format("output{}", names.size()));
  return names;
}

class OuterMaker final : public ObjectiveMaker {
 public:
  OuterMaker(PluginSpec spec, std::vector<std::string> outputs, program::Spawner* spawner)
      : spec_(std::move(spec)), outputs_(std::move(outputs)), spawner_(spawner) {}

  [[nodiscard]] base::Result<std::unique_ptr<Objective>> make() const override {
    assert(spawner_ != nullptr);
    auto child = program::IsolatedPlugin::start(
        {spec_.library, spec_.options, spec_.folder, spec_.limits, spec_.recycle, made_++, spec_.gate},
        *spawner_);
    if (!child) return tl::unexpected(std::move(child).error());
    if (const auto names = names_for(outputs_, child->outputs()); !names)
      return tl::unexpected(names.error());
    return std::make_unique<OuterPlugin>(*std::move(child));
  }
  [[nodiscard]] std::vector<std::string> outputs() const override { return outputs_; }

 private:
  PluginSpec spec_;
  std::vector<std::string> outputs_;
  program::Spawner* spawner_;
  mutable std::atomic<std::uint64_t> made_ = 0;
};

}  // namespace

MadeObjective plugin_objective(PluginSpec spec, std::vector<std::string> outputs, program::Spawner* spawner) {
  if (spec.isolated) {  // not loaded here: that, too, may crash
    return std::make_shared<OuterMaker>(std::move(spec), std::move(outputs), spawner);
  }
  auto plugin = program::Plugin::load(spec.library);
  if (!plugin) return tl::unexpected(std::move(plugin).error());
  const auto handle = plugin->make_handle(spec.options);
  if (!handle) return tl::unexpected(handle.error());
  auto names = names_for(std::move(outputs), handle->outputs());
  if (!names) return tl::unexpected(std::move(names).error());
  return std::make_shared<InnerMaker>(*std::move(plugin), std::move(spec), *std::move(names));
}

}  // namespace winnow::optimize
