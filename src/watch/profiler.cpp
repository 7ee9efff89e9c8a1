#include "winnow/watch/profiler.hpp"

#include <fmt/format.h>

#include <atomic>
#include <chrono>

#include "watch/profiler_lane.hpp"

namespace winnow::watch {
namespace {

/// The lane that this thread used last. Profilers are told apart by number, for a new one may lie where an
/// old one lay.
struct LastLane {
  std::uint64_t profiler = 0;
  ProfilerLane* lane = nullptr;
};
constinit thread_local LastLane last;

std::uint64_t next_number() {
  static std::atomic<std::uint64_t> number = 0;
  return ++number;
}

std::int64_t calendar_nanoseconds() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::nanoseconds>(now).count();
}

}  // namespace

Profiler::Profiler(std::size_t timeline_events, const TickCounter& ticks)
    : number_(next_number()),
      ticks_(ticks),
      timeline_events_(timeline_events),
      began_ticks_(ticks_.now()),
      began_nanoseconds_(calendar_nanoseconds()) {
}

Profiler::~Profiler() = default;

base::ProfileLane& Profiler::lane() {
  return own_lane();
}

ProfilerLane& Profiler::own_lane() {
  if (last.profiler != number_) last = {number_, &find_lane()};
  return *last.lane;
}

/// A new one, unless the thread has measured with another profiler in between.
ProfilerLane& Profiler::find_lane() {
  thread_local const auto thread = next_number();
  const std::scoped_lock lock(mutex_);
  for (const auto& [number, lane] : lanes_) {
    if (number == thread) return *lane;
  }
  const Epoch epoch{began_ticks_, began_nanoseconds_};
  auto lane = std::make_unique<ProfilerLane>(ticks_, epoch, timeline_events_,
                                             fmt::format("thread {}", lanes_.size()));
  return *lanes_.emplace_back(thread, std::move(lane)).second;
}

void Profiler::name_thread(std::string_view name) {
  own_lane().rename(name);
}

std::vector<OperationStatistics> Profiler::statistics() const {
  const std::scoped_lock lock(mutex_);
  std::vector<OperationStatistics> all;
  for (const auto& [number, lane] : lanes_) merge_into(all, lane->statistics());
  return all;
}

std::vector<ThreadTimeline> Profiler::timelines() const {
  const std::scoped_lock lock(mutex_);
  std::vector<ThreadTimeline> all;
  for (const auto& [number, lane] : lanes_) all.push_back(lane->timeline());
  return all;
}

}  // namespace winnow::watch
