#include "winnow/watch/sampler.hpp"

#include <chrono>
#include <utility>

namespace winnow::watch {

Sampler::Sampler(SamplerOptions options, const base::Clock& clock)
    : options_(std::move(options)), clock_(clock), process_(options_.root), series_(options_.samples) {
  if (options_.sees_node) node_.emplace(options_.root);
  if (options_.helper) children_.emplace(*options_.helper, options_.root);
}

void Sampler::start() {
  const std::scoped_lock lock(mutex_);
  if (keeps_) return;
  keeps_ = true;
  series_.add(take());
  if (!options_.interval) return;
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
  std::unique_lock lock(mutex_);
  auto due = std::chrono::steady_clock::now();
  const auto step = std::chrono::duration_cast<std::chrono::steady_clock::duration>(
      std::chrono::duration<double>(interval.count));
  for (;;) {
    show_latest(lock);
    due += step;
    if (stopped_.wait_until(lock, due, [this] { return stops_; })) return;
    series_.add(take());
    due = std::max(due, std::chrono::steady_clock::now() - step);  // after a standstill, none is made up for
  }
}

/// Without the lock, which whoever looks may want.
void Sampler::show_latest(std::unique_lock<std::mutex>& lock) {
  if (!options_.seen) return;
  const auto sample = *latest_;
  lock.unlock();
  options_.seen(sample);
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
