#include "watch/profiler_lane.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

#include "winnow/watch/thread_allocations.hpp"

namespace winnow::watch {
namespace {

/// Over which a storage operation's bytes are set against the time that it took of it.
constexpr std::uint64_t window_nanoseconds = 1'000'000'000;

/// Longer subjects lose their beginning: paths differ in their ends.
constexpr std::size_t longest_subject = 80;

/// Changed by one thread alone.
template <class T>
class Counter {
 public:
  void add(T amount) { set(get() + amount); }
  void raise(T value) {
    if (value > get()) set(value);
  }
  void set(T value) { value_.store(value, std::memory_order_relaxed); }
  [[nodiscard]] T get() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<T> value_{0};
};

using Count = Counter<std::uint64_t>;

}  // namespace

struct ProfilerLane::Record {
  explicit Record(const base::OperationKind& of) : kind(of) {}

  const base::OperationKind& kind;
  Count calls;
  Count items;
  Count bytes;
  Count total;  ///< ticks, as all times here
  Count own;
  Count longest;
  Counter<std::int64_t> memory;
  Counter<std::int64_t> memory_max;
  Count window_began;  ///< 0: none has
  Count window_bytes;
  Count window_ticks;
  std::array<Count, DurationCounts::bucket_count> durations;
  mutable std::mutex mutex;  ///< of the rates, to which one is added once a window
  Rates rates;
};

ProfilerLane::ProfilerLane(const TickCounter& ticks, const Epoch& epoch, std::size_t timeline_events,
                           std::string name)
    : ticks_(ticks), epoch_(epoch), window_(ticks.ticks(window_nanoseconds)), name_(std::move(name)) {
  if (timeline_events > 0) keeper_.emplace(timeline_events);
}

ProfilerLane::~ProfilerLane() = default;

void ProfilerLane::begin(base::Span& span) noexcept {
  span.outer = std::exchange(innermost_, &span);
  if (span.measures_memory) span.held_before = thread_allocations().held();
  span.began = ticks_.now();
}

void ProfilerLane::end(base::Span& span) noexcept {
  assert(innermost_ == &span);
  const auto now = ticks_.now();
  const auto lasted = now - span.began;
  innermost_ = span.outer;
  if (span.outer != nullptr) span.outer->inner += lasted;
  auto& record = record_of(*span.kind);
  record.calls.add(1);
  record.items.add(span.items);
  record.bytes.add(span.bytes);
  record.total.add(lasted);
  record.own.add(lasted - std::min(span.inner, lasted));
  record.longest.raise(lasted);
  record.durations[DurationCounts::bucket_of(ticks_.nanoseconds(lasted))].add(1);
  if (span.measures_memory) {
    const auto taken = thread_allocations().held() - span.held_before;
    record.memory.add(taken);
    record.memory_max.raise(taken);
  }
  if (span.kind->resource == base::Resource::storage) follow_rate(record, span, now, lasted);
  if (keeper_) keep(span, lasted);
}

ProfilerLane::Record& ProfilerLane::record_of(const base::OperationKind& kind) {
  constexpr std::uint64_t golden = 0x9E3779B97F4A7C15;  // multiplicative hashing: Knuth, TAOCP 3, 6.4
  auto at = static_cast<std::size_t>((reinterpret_cast<std::uintptr_t>(&kind) * golden) >> (64 - table_bits));
  for (std::size_t probes = 0;; ++probes, at = (at + 1) % table_.size()) {
    assert(probes < table_.size());
    auto* const record = table_[at].load(std::memory_order_relaxed);
    if (record == nullptr) break;
    if (&record->kind == &kind) return *record;
  }
  records_.push_back(std::make_unique<Record>(kind));
  table_[at].store(records_.back().get(), std::memory_order_release);
  return *records_.back();
}

void ProfilerLane::follow_rate(Record& record, const base::Span& span, std::uint64_t now,
                               std::uint64_t lasted) {
  if (span.bytes == 0) return;
  if (record.window_began.get() == 0) record.window_began.set(span.began);
  record.window_bytes.add(span.bytes);
  record.window_ticks.add(lasted);
  if (now - record.window_began.get() < window_) return;
  const auto rate = static_cast<double>(record.window_bytes.get()) /
                    seconds(std::max<std::uint64_t>(1, record.window_ticks.get()));
  const std::scoped_lock lock(record.mutex);
  record.rates.add(rate);
  record.window_began.set(0);
  record.window_bytes.set(0);
  record.window_ticks.set(0);
}

/// A timeline is worth the lock, which only a reader at the end ever contends for.
void ProfilerLane::keep(const base::Span& span, std::uint64_t lasted) {
  const auto nanoseconds = ticks_.nanoseconds(lasted);
  const std::scoped_lock lock(mutex_);
  if (!keeper_->takes(nanoseconds)) return keeper_->drop();
  auto subject = span.subject;
  const bool is_cut = subject.size() > longest_subject;
  if (is_cut) subject.remove_prefix(subject.size() - longest_subject);
  const auto since = static_cast<std::int64_t>(ticks_.nanoseconds(span.began - epoch_.ticks));
  keeper_->add({std::string(span.kind->name), (is_cut ? "…" : "") + std::string(subject),
                epoch_.nanoseconds + since, nanoseconds, span.items, span.bytes});
}

void ProfilerLane::rename(std::string_view name) {
  const std::scoped_lock lock(mutex_);
  name_ = name;
}

std::vector<OperationStatistics> ProfilerLane::statistics() const {
  std::vector<OperationStatistics> all;
  for (const auto& place : table_) {
    if (const auto* record = place.load(std::memory_order_acquire)) all.push_back(statistics_of(*record));
  }
  return all;
}

OperationStatistics ProfilerLane::statistics_of(const Record& record) const {
  OperationStatistics one;
  one.name = record.kind.name;
  one.long_name = record.kind.long_name;
  one.resource = record.kind.resource;
  one.calls = record.calls.get();
  one.items = record.items.get();
  one.bytes = {record.bytes.get()};
  one.total = {seconds(record.total.get())};
  one.own = {seconds(record.own.get())};
  one.longest = {seconds(record.longest.get())};
  for (std::size_t i = 0; i < record.durations.size(); ++i) one.durations.add(i, record.durations[i].get());
  one.memory = record.memory.get();
  one.memory_max = record.memory_max.get();
  const std::scoped_lock lock(record.mutex);
  one.rates = record.rates;
  const auto bytes = record.window_bytes.get();
  const auto ticks = record.window_ticks.get();
  if (bytes > 0 && ticks > 0) one.rates.add(static_cast<double>(bytes) / seconds(ticks));  // that is open
  return one;
}

ThreadTimeline ProfilerLane::timeline() const {
  const std::scoped_lock lock(mutex_);
  if (!keeper_) return {name_, {}, 0};
  return {name_, keeper_->events(), keeper_->dropped()};
}

}  // namespace winnow::watch
