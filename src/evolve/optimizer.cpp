#include "winnow/evolve/optimizer.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "evolve/archipelago.hpp"
#include "evolve/generation_optimizer.hpp"
#include "evolve/options_check.hpp"
#include "evolve/steady_optimizer.hpp"

namespace winnow::evolve {
namespace {

/// What a state belongs to: it is worth nothing to a search of which any of this is another.
base::Buffer identity_of(const Space& space, const Options& options) {
  base::Buffer bytes;
  base::Encoder out(bytes);
  for (const auto& parameter : space.parameters()) {
    out.put_text(parameter.name);
    out.put(parameter.type);
    out.put(parameter.scale);
    for (const double value : {parameter.low, parameter.high, parameter.step}) out.put(value);
  }
  out.put(options.algorithm);
  out.put(options.strategy);
  out.put(options.init);
  out.put(options.update);
  for (const double value : {options.mutation.low, options.mutation.high, options.recombination})
    out.put(value);
  out.put_varint(first_population(space, options));
  out.put(options.seed);
  out.put_varint(options.islands.count);
  out.put_varint(options.islands.every);
  return bytes;
}

/// An optimizer whose state says what it belongs to.
template <class Inner>
class Identified final : public Optimizer {
 public:
  Identified(const Space& space, const Options& options)
      : identity_(identity_of(space, options)), inner_(space, options, first_population(space, options)) {}

  std::size_t ask(std::size_t n, Candidates& out) override { return inner_.ask(n, out); }
  void tell(std::span<const Told> results) override { inner_.tell(results); }
  [[nodiscard]] End end() const override { return inner_.end(); }
  [[nodiscard]] std::optional<Best> best() const override { return inner_.best(); }
  [[nodiscard]] std::uint64_t evaluations() const override { return inner_.evaluations(); }
  [[nodiscard]] std::vector<GenerationRecord> take_generations() override {
    return inner_.take_generations();
  }

  void save(base::Encoder& out) const override {
    out.put_bytes(identity_);
    inner_.save(out);
  }

  base::Result<void> load(base::Decoder& in) {
    const auto identity = in.get_bytes();
    if (!in.ok() || !std::ranges::equal(identity, identity_)) {
      return base::fail("the saved search is another one",
                        "its parameters, algorithm, population or seed differ",
                        "restore it with what it was started with, or start anew");
    }
    if (!inner_.load(in)) {
      return base::fail("the saved search cannot be read", "its state is damaged",
                        "restore an earlier state, or start anew");
    }
    return {};
  }

 private:
  base::Buffer identity_;
  Inner inner_;
};

template <class Inner, class Finish>
base::Result<std::unique_ptr<Optimizer>> make_as(const Space& space, const Options& options, Finish finish) {
  auto optimizer = std::make_unique<Identified<Inner>>(space, options);
  if (auto finished = finish(*optimizer); !finished) return tl::unexpected(std::move(finished).error());
  return optimizer;
}

/// Makes the optimizer that the options ask for and hands it to `finish`.
template <class Finish>
base::Result<std::unique_ptr<Optimizer>> make(const Space& space, const Options& options, Finish finish) {
  if (auto checked = check_options(space, options); !checked)
    return tl::unexpected(std::move(checked).error());
  if (options.islands.count > 1) return make_as<Archipelago>(space, options, finish);
  if (options.update == Update::steady) return make_as<SteadyOptimizer>(space, options, finish);
  return make_as<GenerationOptimizer>(space, options, finish);
}

}  // namespace

std::span<const double> Candidates::values_of(std::size_t candidate) const {
  const auto d = ids.empty() ? 0 : values.size() / ids.size();
  return std::span(values).subspan(candidate * d, d);
}

void Candidates::clear() {
  ids.clear();
  generations.clear();
  islands.clear();
  individuals.clear();
  values.clear();
}

base::Result<std::unique_ptr<Optimizer>> make_optimizer(const Space& space, const Options& options) {
  return make(space, options, [](auto&) { return base::Result<void>{}; });
}

base::Result<std::unique_ptr<Optimizer>> restore_optimizer(const Space& space, const Options& options,
                                                           base::Decoder& in) {
  return make(space, options, [&](auto& optimizer) { return optimizer.load(in); });
}

std::uint64_t advance(Optimizer& optimizer, const Evaluate& evaluate, std::uint64_t limit,
                      const std::function<bool()>& goes_on) {
  constexpr std::size_t at_once = 64;
  Candidates candidates;
  std::vector<Told> results;
  std::uint64_t told = 0;
  while (told < limit) {
    candidates.clear();
    const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(at_once, limit - told));
    const auto asked = optimizer.ask(wanted, candidates);
    if (asked == 0) break;
    results.clear();
    for (std::size_t i = 0; i < asked; ++i) {
      results.push_back({candidates.ids[i], evaluate(candidates.values_of(i))});
    }
    optimizer.tell(results);
    told += asked;
    if (goes_on && !goes_on()) break;
  }
  return told;
}

}  // namespace winnow::evolve
