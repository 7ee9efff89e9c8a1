// What a sample of a rank costs, of its programs and of its node, and what a series makes of samples.

#include <benchmark/benchmark.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
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

base::Seconds processor_time() {
  watch::Sample sample;
  watch::ProcessSampler().take(sample);
  return {sample[watch::Quantity::cpu_time].value_or(0)};
}

/// A rank whose kernel sleeps; tells in seconds what its sampler has taken in `seconds` of them.
[[noreturn]] void idle_as_rank(int rank, int ranks, int seconds, int told_to) {
  std::this_thread::sleep_for(std::chrono::milliseconds(1000) * rank / ranks);
  const base::SteadyClock clock;
  watch::Sampler sampler({.sees_node = rank == 0}, clock);
  sampler.start();
  const auto before = processor_time();
  std::this_thread::sleep_for(std::chrono::seconds(seconds));
  const double taken = (processor_time() - before).count;
  const bool told = ::write(told_to, &taken, sizeof taken) == sizeof taken;
  ::_exit(told ? 0 : 1);
}

/// What 64 ranks of a node, which begin one after the other, take together in a second at one sample a
/// second; the first of them sees the node, too. Time is processor time.
void node_of_64(benchmark::State& state) {
  constexpr int ranks = 64;
  constexpr int seconds = 5;
  for (auto unused : state) {
    std::array<int, 2> ends{};
    if (::pipe(ends.data()) != 0) return state.SkipWithError("no pipe");
    for (int rank = 0; rank < ranks; ++rank) {
      if (::fork() == 0) idle_as_rank(rank, ranks, seconds, ends[1]);
    }
    double sum = 0;
    for (int rank = 0; rank < ranks; ++rank) {
      double taken = 0;
      if (::read(ends[0], &taken, sizeof taken) == sizeof taken) sum += taken;
      ::wait(nullptr);
    }
    ::close(ends[0]);
    ::close(ends[1]);
    state.SetIterationTime(sum / seconds);
  }
}
BENCHMARK(node_of_64)->Iterations(1)->UseManualTime();

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
