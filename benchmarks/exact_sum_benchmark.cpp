// What a value costs: adding it to a Moments and, for quantiles, to a Distribution; merging two Moments, and
// taking the statistics.

#include <benchmark/benchmark.h>

#include <vector>

#include "winnow/base/random.hpp"
#include "winnow/reduce/distribution.hpp"
#include "winnow/reduce/moments.hpp"

namespace {

using winnow::reduce::Distribution;
using winnow::reduce::Moments;

/// Positive values around `scale` with full mantissas, as metrics have them.
std::vector<double> values(std::size_t count, double scale) {
  winnow::base::RandomSequence random(1, 0);
  std::vector<double> made(count);
  for (auto& value : made) value = scale * (0.5 + random.uniform());
  return made;
}

void add(benchmark::State& state) {
  const auto numbers = values(4096, 4000.0);
  Moments moments;
  for (auto _ : state) {
    for (const double x : numbers) moments.add(x);
    benchmark::DoNotOptimize(moments);
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(numbers.size()));
}
BENCHMARK(add);

void add_to_grid(benchmark::State& state) {
  const auto numbers = values(2 * Distribution::exact_at_most, 4000.0);
  Distribution distribution;
  for (auto _ : state) {
    for (const double x : numbers) distribution.add(x);
    benchmark::DoNotOptimize(distribution);
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(numbers.size()));
}
BENCHMARK(add_to_grid);

void merge(benchmark::State& state) {
  Moments part;
  for (const double x : values(100, 4000.0)) part.add(x);
  Moments whole;
  for (auto _ : state) {
    whole.merge(part);
    benchmark::DoNotOptimize(whole);
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(merge);

void statistics(benchmark::State& state) {
  Moments moments;
  for (const double x : values(1000, 4000.0)) moments.add(x);
  for (auto _ : state) {
    benchmark::DoNotOptimize(moments.mean());
    benchmark::DoNotOptimize(moments.standard_deviation());
    benchmark::DoNotOptimize(moments.standard_error());
    benchmark::DoNotOptimize(moments.confidence_95());
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(statistics);

}  // namespace

BENCHMARK_MAIN();
