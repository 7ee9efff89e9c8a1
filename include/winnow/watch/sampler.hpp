#pragma once
// Measures a rank all the time, beside its work.

#include <sys/types.h>

#include <condition_variable>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

#include "winnow/base/clock.hpp"
#include "winnow/base/held_memory.hpp"
#include "winnow/base/units.hpp"
#include "winnow/watch/children_sampler.hpp"
#include "winnow/watch/node_sampler.hpp"
#include "winnow/watch/process_sampler.hpp"
#include "winnow/watch/sample.hpp"
#include "winnow/watch/series.hpp"

namespace winnow::watch {

struct SamplerOptions {
  std::optional<base::Seconds> interval{base::Seconds{1}};  ///< none: only what is asked for is measured
  std::size_t samples = 256;                                ///< kept in memory
  bool sees_node = false;                                   ///< one rank of each node is enough
  std::optional<pid_t> helper = std::nullopt;  ///< that starts this rank's programs; none: it has none
  std::filesystem::path root = "/";            ///< of /proc and the control groups
  const base::HeldMemory* held = nullptr;      ///< what is kept on purpose; null: it is not known
  /// Is given each sample of the series that the sampler's thread has taken, and the first one, on that
  /// thread; may ask the sampler for its series. What it throws is passed over.
  std::function<void(const Sample&)> seen{};
};

/// A thread that takes a sample each interval, which costs some tens of microseconds. Thread-safe.
class Sampler {
 public:
  /// `clock`, by which samples are dated, must outlive it and be thread-safe.
  Sampler(SamplerOptions options, const base::Clock& clock);
  Sampler(const Sampler&) = delete;
  Sampler& operator=(const Sampler&) = delete;
  ~Sampler() { stop(); }

  /// Takes the first sample at once, then one an interval. Does nothing if it has been started already.
  void start();

  /// Ends the thread at once; what was measured stays. Does nothing if it does not run. Start and stop are
  /// one thread's.
  void stop();

  /// The latest sample if it is not older than `age`; else a new one, which is not kept in the series.
  [[nodiscard]] Sample recent(base::Seconds age);

  /// A new sample with the quantities that cost milliseconds; the last of the series, if that was started.
  Sample snapshot();

  /// A copy of what was measured so far.
  [[nodiscard]] Series series() const;

 private:
  void run(base::Seconds interval);
  void show_latest(std::unique_lock<std::mutex>& lock);
  Sample take();

  const SamplerOptions options_;
  const base::Clock& clock_;
  std::thread thread_;
  mutable std::mutex mutex_;  ///< of all that follows
  std::condition_variable stopped_;
  bool stops_ = false;
  bool keeps_ = false;
  ProcessSampler process_;
  std::optional<NodeSampler> node_;
  std::optional<ChildrenSampler> children_;
  std::optional<Sample> latest_;
  Series series_;
};

}  // namespace winnow::watch
