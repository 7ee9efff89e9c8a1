// What it costs to measure an operation: without a profile, with one, with a timeline, and the clocks alone.

#include <benchmark/benchmark.h>

#include <chrono>

#include "winnow/base/profile.hpp"
#include "winnow/watch/profiler.hpp"

namespace {

using namespace winnow;

constexpr base::OperationKind outer{"outer"};
constexpr base::OperationKind inner{"inner"};
constexpr base::OperationKind storing{"storing", base::Resource::storage};

void measure(benchmark::State& state, base::Profile* profile, const base::OperationKind& kind,
             base::MeasureMemory memory = base::MeasureMemory::no) {
  benchmark::DoNotOptimize(profile);
  for (auto unused : state) {
    base::Operation op(profile, kind, memory);
    op.items(1);
    op.bytes({64});
    benchmark::ClobberMemory();
  }
}

void without_profile(benchmark::State& state) {
  measure(state, nullptr, inner);
}
BENCHMARK(without_profile);

void with_profile(benchmark::State& state) {
  watch::Profiler profiler;
  measure(state, &profiler, inner);
}
BENCHMARK(with_profile);

void with_memory(benchmark::State& state) {
  watch::Profiler profiler;
  measure(state, &profiler, inner, base::MeasureMemory::yes);
}
BENCHMARK(with_memory);

void of_storage(benchmark::State& state) {
  watch::Profiler profiler;
  measure(state, &profiler, storing);
}
BENCHMARK(of_storage);

void with_timeline(benchmark::State& state) {
  watch::Profiler profiler(1 << 15);
  measure(state, &profiler, inner);
}
BENCHMARK(with_timeline);

/// Two operations, one in the other.
void nested(benchmark::State& state) {
  watch::Profiler profiler;
  base::Profile* profile = &profiler;
  benchmark::DoNotOptimize(profile);
  for (auto unused : state) {
    base::Operation around(profile, outer);
    base::Operation within(profile, inner);
    benchmark::ClobberMemory();
  }
}
BENCHMARK(nested);

/// As a small file is reduced: five operations within a task.
void short_task(benchmark::State& state) {
  watch::Profiler profiler;
  base::Profile* profile = &profiler;
  benchmark::DoNotOptimize(profile);
  for (auto unused : state) {
    base::Operation task(profile, outer);
    for (const auto* kind : {&storing, &storing, &inner, &inner, &inner}) {
      base::Operation op(profile, *kind);
      op.items(1);
      op.bytes({64});
      benchmark::ClobberMemory();
    }
  }
}
BENCHMARK(short_task);

void steady_clock_twice(benchmark::State& state) {
  for (auto unused : state) {
    benchmark::DoNotOptimize(std::chrono::steady_clock::now());
    benchmark::DoNotOptimize(std::chrono::steady_clock::now());
  }
}
BENCHMARK(steady_clock_twice);

void ticks_twice(benchmark::State& state) {
  const watch::TickCounter ticks;
  for (auto unused : state) {
    benchmark::DoNotOptimize(ticks.now());
    benchmark::DoNotOptimize(ticks.now());
  }
}
BENCHMARK(ticks_twice);

void new_and_delete(benchmark::State& state) {
  for (auto unused : state) benchmark::DoNotOptimize(std::make_unique<char[]>(64));
}
BENCHMARK(new_and_delete);

}  // namespace

BENCHMARK_MAIN();
