// What a sample of a rank costs, of its programs and of its node, and what a series makes of samples.

#include <benchmark/benchmark.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <thread>

#include "winnow/base/clock.hpp"
#include "winnow/watch/growth.hpp"
#include "winnow/watch/sampler.hpp"

namespace {

using namespace winnow;

void measure(benchmark::State& state, const watch::SamplerOptions& options) {
  const base::SteadyClock clock;
  watch::Sampler sampler(options, clock);
  for (auto unused : state) benchmark::DoNotOptimize(sampler.recent(base::Seconds{-1}));
}

void rank(benchmark::State& state) {
  measure(state, {});
}
BENCHMARK(rank);

/// What sleeping takes, beside which `thread` stands: caches are cold after it, as they are in a run.
void waking(benchmark::State& state) {
  for (auto unused : state) std::this_thread::sleep_for(std::chrono::milliseconds(10));
}
BENCHMARK(waking)->Iterations(500)->MeasureProcessCPUTime();

/// The same with a sample in each hundredth of a second, on its own thread, which has to wake, too.
void thread(benchmark::State& state) {
  const base::SteadyClock clock;
  watch::Sampler sampler({.interval = base::Seconds{0.01}}, clock);
  sampler.start();
  for (auto unused : state) std::this_thread::sleep_for(std::chrono::milliseconds(10));
}
BENCHMARK(thread)->Iterations(500)->MeasureProcessCPUTime();

void node(benchmark::State& state) {
  watch::NodeSampler sampler;
  for (auto unused : state) {
    watch::Sample sample;
    sampler.take(sample);
    benchmark::DoNotOptimize(sample);
  }
}
BENCHMARK(node);

/// Children that sleep until the one that has started them is gone.
[[noreturn]] void start_sleepers(std::int64_t count) {
  while (count-- > 0) {
    if (::fork() != 0) continue;
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    break;
  }
  for (;;) ::pause();
}

void programs(benchmark::State& state) {
  const auto helper = ::fork();
  if (helper == 0) start_sleepers(state.range(0));
  watch::ChildrenSampler sampler(helper);
  watch::Sample sample;
  while (sample[watch::Quantity::children] != static_cast<double>(state.range(0))) sampler.take(sample);
  for (auto unused : state) sampler.take(sample);
  ::kill(helper, SIGKILL);
  ::waitpid(helper, nullptr, 0);
}
BENCHMARK(programs)->Arg(1)->Arg(8);

void snapshot(benchmark::State& state) {
  const base::SteadyClock clock;
  watch::Sampler sampler({}, clock);
  for (auto unused : state) benchmark::DoNotOptimize(sampler.snapshot());
}
BENCHMARK(snapshot);

watch::Series full_series() {
  watch::Series series;
  for (int i = 0; i < 10'000; ++i) {
    watch::Sample sample(base::Seconds{static_cast<double>(i)});
    sample.set(watch::Quantity::resident, static_cast<double>(i * 7919 % 1000));
    series.add(sample);
  }
  return series;
}

void add_to_series(benchmark::State& state) {
  auto series = full_series();
  auto sample = series.samples().back();
  for (auto unused : state) series.add(sample);
}
BENCHMARK(add_to_series);

void growth(benchmark::State& state) {
  const auto series = full_series();
  for (auto unused : state) benchmark::DoNotOptimize(watch::growth_of(series, watch::Quantity::resident));
}
BENCHMARK(growth);

}  // namespace

BENCHMARK_MAIN();
