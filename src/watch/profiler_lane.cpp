#include "watch/profiler_lane.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

#include "winnow/watch/thread_allocations.hpp"

namespace winnow::watch {
namespace {

/// Over which a storage operation's bytes are set against the time that it took of it.
constexpr std::uint64_t window_nanoseconds = 1'000'000'000;

// What an operation of a few microseconds is made of is timed in one of some, drawn by chance so that no
// regularity of the work can bias it: reading the clock for all of it would take a share of it that is worth
// sparing. The first ones are all timed, so that a few tell as much as they can.
constexpr std::uint64_t short_nanoseconds = 100'000;
constexpr std::uint64_t timed_first = 64;
constexpr unsigned draw_bits = 4;  // one in 16

/// How many of the latest operations of a kind say how long it lasts.
constexpr std::int64_t memory_of_duration = 8;

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
  Count timed;      ///< calls that `total` stands for: those that were timed by their weights
  Count total;      ///< ticks, as all times here
  Count own_timed;  ///< the same of `own`
  Count own;
  Counter<std::int64_t> recent;  ///< mean of the latest
  Count longest;
  Counter<std::int64_t> memory;
  Counter<std::int64_t> memory_max;
  Count window_began;  ///< 0: none has
  Count window_bytes;
  Count window_ticks;
  Count telling_bytes;  ///< of the window that is to tell a rate, as those below
  Count telling_ticks;
  Count telling_calls;
  std::array<Count, DurationCounts::bucket_count> durations;
  mutable std::mutex mutex;  ///< of the rates, to which one is added once a window
  Rates rates;
  Rates telling_rates;
};

ProfilerLane::ProfilerLane(const TickCounter& ticks, const Epoch& epoch, std::size_t timeline_events,
                           std::string name)
    : ticks_(ticks),
      epoch_(epoch),
      window_(ticks.ticks(window_nanoseconds)),
      short_(static_cast<std::int64_t>(ticks.ticks(short_nanoseconds))),
      name_(std::move(name)) {
  if (timeline_events > 0) keeper_.emplace(timeline_events);
}

ProfilerLane::~ProfilerLane() = default;

void ProfilerLane::begin(base::Span& span) noexcept {
  if (innermost_ == nullptr) weight_ = draw_weight(*span.kind);
  span.outer = std::exchange(innermost_, &span);
  if (span.measures_memory) span.held_before = thread_allocations().held();
  if (is_timed(span)) {
    span.began = ticks_.now();
  } else {
    span.outer->inner = 1;  // it is not known how much
  }
}

void ProfilerLane::end(base::Span& span) noexcept {
  assert(innermost_ == &span);
  innermost_ = span.outer;
  auto& record = record_of(*span.kind);
  record.calls.add(1);
  record.items.add(span.items);
  record.bytes.add(span.bytes);
  if (span.measures_memory) {
    const auto taken = thread_allocations().held() - span.held_before;
    record.memory.add(taken);
    record.memory_max.raise(taken);
  }
  if (is_timed(span)) time(record, span);
}

/// Each outermost operation is timed, and stands for itself.
bool ProfilerLane::is_timed(const base::Span& span) const {
  return weight_ > 0 || span.outer == nullptr;
}

/// For how many outermost operations what is within this one stands; 0: it is not timed. The chance to be
/// timed is one over the weight and does not depend on the operation itself, so weighted sums are unbiased:
/// Horvitz and Thompson, "A generalization of sampling without replacement from a finite universe", Journal
/// of the American Statistical Association 47 (1952), equation 4.
std::uint64_t ProfilerLane::draw_weight(const base::OperationKind& kind) {
  const auto& record = record_of(kind);
  if (keeper_ || record.calls.get() < timed_first || record.recent.get() > short_) return 1;
  // Knuth, TAOCP 2, 3.3.4, table 1, line 26; its leading bits are the best ones.
  drawn_ = drawn_ * 6364136223846793005 + 1442695040888963407;
  return drawn_ >> (64 - draw_bits) == 0 ? std::uint64_t{1} << draw_bits : 0;
}

void ProfilerLane::time(Record& record, const base::Span& span) {
  const auto now = ticks_.now();
  const auto lasted = now - span.began;
  const bool is_outermost = span.outer == nullptr;
  const auto weight = is_outermost ? 1 : weight_;
  record.timed.add(weight);
  record.total.add(weight * lasted);
  record.longest.raise(lasted);
  record.durations[DurationCounts::bucket_of(ticks_.nanoseconds(lasted))].add(weight);
  const auto own_weight = is_outermost && span.inner == 0 ? 1 : weight_;
  record.own_timed.add(own_weight);
  record.own.add(own_weight * (lasted - std::min(span.inner, lasted)));
  if (is_outermost) {
    const auto difference = static_cast<std::int64_t>(lasted) - record.recent.get();
    record.recent.add(difference / memory_of_duration);
  } else {
    span.outer->inner += lasted;
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
  follow_telling_rate(record, span.bytes, lasted);
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

/// The window stays open until a rate can be told from it.
void ProfilerLane::follow_telling_rate(Record& record, std::uint64_t bytes, std::uint64_t lasted) {
  record.telling_bytes.add(bytes);
  record.telling_ticks.add(lasted);
  record.telling_calls.add(1);
  const Moved moved{
      {record.telling_bytes.get()}, {seconds(record.telling_ticks.get())}, record.telling_calls.get()};
  if (!moved.tells_a_rate()) return;
  const std::scoped_lock lock(record.mutex);
  record.telling_rates.add(moved.rate());
  record.telling_bytes.set(0);
  record.telling_ticks.set(0);
  record.telling_calls.set(0);
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
  const auto of_all = [&](const Count& ticks, const Count& timed) {
    const auto part = timed.get();
    if (part == 0) return base::Seconds{};
    return base::Seconds{seconds(ticks.get()) * (static_cast<double>(one.calls) / static_cast<double>(part))};
  };
  one.total = of_all(record.total, record.timed);
  one.own = std::min(one.total, of_all(record.own, record.own_timed));
  one.longest = {seconds(record.longest.get())};
  for (std::size_t i = 0; i < record.durations.size(); ++i) one.durations.add(i, record.durations[i].get());
  one.memory = record.memory.get();
  one.memory_max = record.memory_max.get();
  const std::scoped_lock lock(record.mutex);
  one.rates = record.rates;
  one.telling_rates = record.telling_rates;
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
