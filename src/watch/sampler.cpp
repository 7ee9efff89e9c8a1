#include "winnow/watch/sampler.hpp"

#include <sys/prctl.h>

#include <chrono>
#include <exception>
#include <utility>

namespace winnow::watch {
namespace {

/// Lets the system put off this thread's waking by up to a tenth of the interval, until the core is awake for
/// something else: to wake it costs several times what a sample does.
void wake_with_others(base::Seconds interval) {
  constexpr double slack = 1e9 / 10;
  ::prctl(PR_SET_TIMERSLACK, static_cast<unsigned long>(interval.count * slack));
}

/// The last moment at which all samplers of a node with this interval are due: what the first of them brings
/// into the caches serves the others, and ranks that wait for each other are held up once.
std::chrono::steady_clock::time_point last_multiple(std::chrono::steady_clock::duration step) {
  const auto now = std::chrono::steady_clock::now();
  return now - now.time_since_epoch() % step;
}

/// What fails on a thread beside the work is left out, and does not end the run.
template <class Step>
void attempt(Step step) {
  try {
    step();
  } catch (const std::exception&) {
    // The next sample may do better.
  }
}

}  // namespace

Sampler::Sampler(SamplerOptions options, const base::Clock& clock)
    : options_(std::move(options)), clock_(clock), process_(options_.root), series_(options_.samples) {
  if (options_.sees_node) node_.emplace(options_.root);
  if (options_.helper) children_.emplace(*options_.helper, options_.root);
}

void Sampler::start() {
  std::unique_lock lock(mutex_);
  if (keeps_) return;
  keeps_ = true;
  series_.add(take());
  if (!options_.interval) return show_latest(lock);
  stops_ = false;
  thread_ = std::thread([this, interval = *options_.interval] { run(interval); });
}

void Sampler::stop() {
  {
    const std::scoped_lock lock(mutex_);
    stops_ = true;
    keeps_ = false;
  }
  stopped_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Sampler::run(base::Seconds interval) {
  wake_with_others(interval);
  std::unique_lock lock(mutex_);
  const auto step = std::chrono::duration_cast<std::chrono::steady_clock::duration>(
      std::chrono::duration<double>(interval.count));
  auto due = last_multiple(step);
  for (;;) {
    show_latest(lock);
    due += step;
    if (stopped_.wait_until(lock, due, [this] { return stops_; })) return;
    attempt([this] { series_.add(take()); });
    due = std::max(due, std::chrono::steady_clock::now() - step);  // after a standstill, none is made up for
  }
}

/// Without the lock, which whoever looks may want.
void Sampler::show_latest(std::unique_lock<std::mutex>& lock) {
  if (!options_.seen) return;
  const auto sample = *latest_;
  lock.unlock();
  attempt([&] { options_.seen(sample); });
  lock.lock();
}

Sample Sampler::take() {
  Sample sample(clock_.now());
  process_.take(sample);
  if (node_) node_->take(sample);
  if (children_) children_->take(sample);
  if (options_.held != nullptr) sample.set(Quantity::held, options_.held->bytes());
  latest_ = sample;
  return sample;
}

Sample Sampler::recent(base::Seconds age) {
  const std::scoped_lock lock(mutex_);
  if (latest_ && clock_.now() - latest_->time <= age) return *latest_;
  return take();
}

Sample Sampler::snapshot() {
  const std::scoped_lock lock(mutex_);
  auto sample = take();
  process_.take_thoroughly(sample);
  if (keeps_) series_.add(sample);
  return sample;
}

Series Sampler::series() const {
  const std::scoped_lock lock(mutex_);
  return series_;
}

}  // namespace winnow::watch
