#include "evolve/adaptation.hpp"

#include <algorithm>
#include <cmath>

#include "evolve/state_codec.hpp"
#include "evolve/success_history.hpp"

namespace winnow::evolve {
namespace {

/// Storn and Price 1997, with SciPy's dither: one F for each generation.
class FixedControl final : public Adaptation {
 public:
  explicit FixedControl(const Options& options)
      : seed_(options.seed), range_(options.mutation), crossover_(options.recombination) {}

  void begin(std::uint64_t generation, double) override {
    const StreamKey key{seed_, Purpose::dither, generation};
    mutation_ = range_.low + WordReader(key, 0, {}).uniform() * (range_.high - range_.low);
  }

  Control draw(WordReader&, const Control&) const override { return {mutation_, mutation_, crossover_}; }

  void learn(std::span<const Success>) override {}
  void save(base::Encoder& out) const override { out.put(mutation_); }

  bool load(base::Decoder& in) override {
    mutation_ = in.get<double>();
    return in.ok();
  }

 private:
  std::uint64_t seed_;
  MutationRange range_;
  double crossover_;
  double mutation_ = 0;
};

/// jDE: settings are inherited with the individual and now and then drawn anew (Brest et al. 2006, equations
/// 9 and 10, with the constants below them).
class InheritedControl final : public Adaptation {
 public:
  void begin(std::uint64_t, double) override {}

  Control draw(WordReader& words, const Control& inherited) const override {
    constexpr double tau = 0.1;         // both tau_1 and tau_2
    constexpr double lowest_f = 0.1;    // F_l
    constexpr double range_of_f = 0.9;  // F_u
    Control control = inherited;
    const double new_mutation = lowest_f + words.uniform() * range_of_f;
    if (words.uniform() < tau) control.mutation = new_mutation;
    const double new_crossover = words.uniform();
    if (words.uniform() < tau) control.crossover = new_crossover;
    control.pull = control.mutation;
    return control;
  }

  void learn(std::span<const Success>) override {}
  void save(base::Encoder&) const override {}
  bool load(base::Decoder&) override { return true; }
};

/// JADE: two means that follow what succeeds (Zhang and Sanderson 2009, equations 8, 10 and 11).
class MeanControl final : public Adaptation {
 public:
  void begin(std::uint64_t, double) override {}

  Control draw(WordReader& words, const Control&) const override {
    const double crossover = draw_crossover(words, mean_crossover_);
    const double mutation = draw_mutation(words, mean_mutation_);
    return {mutation, mutation, crossover};
  }

  void learn(std::span<const Success> successes) override {
    if (successes.empty()) return;
    constexpr double c = 0.1;  // section V
    double sum_crossover = 0;
    double sum_mutation = 0;
    double sum_squares = 0;
    for (const auto& success : successes) {
      sum_crossover += success.crossover;
      sum_mutation += success.mutation;
      sum_squares += success.mutation * success.mutation;
    }
    const double n = static_cast<double>(successes.size());
    mean_crossover_ = (1 - c) * mean_crossover_ + c * sum_crossover / n;
    mean_mutation_ = (1 - c) * mean_mutation_ + c * sum_squares / sum_mutation;
  }

  std::span<const double> mutation_memory() const override { return {&mean_mutation_, 1}; }
  std::span<const double> crossover_memory() const override { return {&mean_crossover_, 1}; }

  void save(base::Encoder& out) const override {
    out.put(mean_mutation_);
    out.put(mean_crossover_);
  }

  bool load(base::Decoder& in) override {
    mean_mutation_ = in.get<double>();
    mean_crossover_ = in.get<double>();
    return in.ok();
  }

 private:
  double mean_mutation_ = 0.5;
  double mean_crossover_ = 0.5;
};

}  // namespace

std::unique_ptr<Adaptation> make_adaptation(const Options& options) {
  switch (options.algorithm) {
    case Algorithm::de:
      return std::make_unique<FixedControl>(options);
    case Algorithm::jde:
      return std::make_unique<InheritedControl>();
    case Algorithm::jade:
      return std::make_unique<MeanControl>();
    case Algorithm::shade:
    case Algorithm::lshade:
    case Algorithm::jso:
      return std::make_unique<SuccessHistory>(options.algorithm);
  }
  return nullptr;
}

std::vector<double> success_weights(std::span<const Success> successes) {
  double largest = 0;
  for (const auto& success : successes) {
    if (std::isfinite(success.improvement)) largest = std::max(largest, success.improvement);
  }
  if (largest == 0) largest = 1;
  std::vector<double> weights;
  double sum = 0;
  for (const auto& success : successes) {
    weights.push_back(std::min(success.improvement, largest) / largest);  // of a sum that cannot overflow
    sum += weights.back();
  }
  for (auto& weight : weights) weight /= sum;
  return weights;
}

double draw_crossover(WordReader& words, double location) {
  return std::clamp(location + 0.1 * words.normal(), 0.0, 1.0);
}

double draw_mutation(WordReader& words, double location) {
  double mutation = 0;
  while (mutation <= 0) mutation = location + 0.1 * words.cauchy();
  return std::min(mutation, 1.0);
}

}  // namespace winnow::evolve
