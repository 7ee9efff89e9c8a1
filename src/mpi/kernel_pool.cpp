#include "winnow/mpi/kernel_pool.hpp"

#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cassert>
#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <optional>
#include <string_view>
#include <thread>
#include <utility>

#include "winnow/base/operations.hpp"

namespace winnow::mpi {

/// What the main thread and the slots give to each other. Shared with threads that were written off, which
/// may outlive the pool.
struct KernelPool::Desk {
  explicit Desk(std::shared_ptr<const Doorbell> rung) : bell(std::move(rung)) {}

  std::mutex mutex;  ///< of all but the bell, and of each slot's work
  std::condition_variable changed;
  std::deque<farm::QueueWork> queue;
  std::vector<farm::KernelFinished> finished;
  bool stopping = false;
  std::shared_ptr<const Doorbell> bell;
};

/// A thread with its kernel. Owned by the pool and by the thread itself.
class KernelPool::Slot {
 public:
  Slot(std::uint32_t number, farm::Job& job, const base::Clock& clock, std::shared_ptr<Desk> desk,
       base::Profile* profile)
      : number_(number), job_(job), clock_(clock), desk_(std::move(desk)), profile_(profile) {}

  static void launch(const std::shared_ptr<Slot>& slot, std::function<void(std::uint32_t)> settle) {
    slot->thread_ = std::thread([slot, settle = std::move(settle)] {
      step_back();
      if (slot->profile_ != nullptr) slot->profile_->name_thread(fmt::format("kernel {}", slot->number_));
      settle(slot->number_);
      slot->serve();
    });
  }

  /// The desk's mutex is held.
  [[nodiscard]] std::optional<farm::KernelProgress> progress() const {
    if (!work_ || ending_ == Ending::at_once) return std::nullopt;
    return farm::KernelProgress{number_, work_->work, index_, base::Seconds{started_}};
  }

  /// Whether the thread was written off; the desk's mutex is held.
  bool abandon(farm::WorkId work) {
    const bool is_at_it = work_ && work_->work == work;
    ending_ = is_at_it ? Ending::at_once : Ending::after_work;
    if (is_at_it) thread_.detach();
    return is_at_it;
  }

  /// The desk's mutex is held.
  [[nodiscard]] bool has_worked() const { return has_worked_; }

  void join() {
    if (thread_.joinable()) thread_.join();
  }

 private:
  /// The rank's main thread, which hands out the work of all ranks and mostly sleeps, often shares its core
  /// with a kernel: when it wants to run it must not wait for its turn. It may fail; that costs speed alone.
  static void step_back() {
    constexpr int lower_priority = 10;
    static_cast<void>(::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), lower_priority));
  }

  void serve() {
    std::unique_lock lock(desk_->mutex);
    while (take_work(lock)) {
      const auto tasks = work_->tasks;
      lock.unlock();
      auto finished = run(*tasks);
      lock.lock();
      finished.work = std::exchange(work_, std::nullopt)->work;
      if (ending_ == Ending::at_once) return;
      desk_->finished.push_back(std::move(finished));
      lock.unlock();
      desk_->bell->ring();
      lock.lock();
    }
  }

  /// False if there will be none.
  bool take_work(std::unique_lock<std::mutex>& lock) {
    auto& queue = desk_->queue;
    const auto ends = [&] { return desk_->stopping || ending_ != Ending::none; };
    if (queue.empty() && !ends()) {
      const base::Operation op(profile_, base::operations::wait_for_work);
      desk_->changed.wait(lock, [&] { return ends() || !queue.empty(); });
    }
    if (ends()) return false;
    work_ = std::move(queue.front());
    queue.pop_front();
    has_worked_ = true;
    index_ = 0;
    started_ = clock_.now().count;
    return true;
  }

  farm::KernelFinished run(const std::vector<farm::Task>& tasks) {
    farm::KernelFinished finished;
    const auto begin = clock_.now();
    try {
      if (!kernel_) kernel_ = job_.make_kernel();
      run_tasks(tasks, finished);
      finished.kept = !job_.wants_stop();
      if (finished.kept) kernel_->take(finished.partial);
    } catch (const std::exception& thrown) {
      finished = fail_all(tasks.size(), thrown.what());
    } catch (...) {
      finished = fail_all(tasks.size(), "something that is no exception was thrown");
    }
    finished.busy = clock_.now() - begin;
    return finished;
  }

  /// What the kernel holds now is not known: it is thrown away, and every task of the lease runs again.
  farm::KernelFinished fail_all(std::size_t tasks, const std::string& why) {
    kernel_.reset();
    farm::KernelFinished finished;
    for (std::uint32_t i = 0; i < tasks; ++i)
      finished.failures.push_back({i, {farm::FailureKind::error, why}});
    return finished;
  }

  void run_tasks(const std::vector<farm::Task>& tasks, farm::KernelFinished& finished) {
    finished.revisions.resize(tasks.size());
    for (std::uint32_t i = 0; i < tasks.size() && !job_.wants_stop(); ++i) {
      index_.store(i, std::memory_order_relaxed);
      started_.store(clock_.now().count, std::memory_order_relaxed);
      auto end = run_task(tasks[i]);
      if (!end) {
        finished.failures.push_back({i, {farm::FailureKind::error, end.error().text()}});
      } else if (end->handed_back) {
        finished.failures.push_back({i, {farm::FailureKind::handed_back, {}}});
      } else {
        finished.revisions[i] = end->revision;
        finished.processes = std::max(finished.processes, end->processes);
        if (!end->answer.empty()) {
          finished.answers.resize(tasks.size());
          finished.answers[i] = std::move(end->answer);
        }
      }
    }
  }

  base::Result<farm::TaskEnd> run_task(const farm::Task& task) {
    base::Operation op(profile_, base::operations::task);
    op.about(std::string_view(task.payload).substr(0, task.payload.find('\0')));
    return kernel_->run(task);
  }

  enum class Ending : std::uint8_t { none, after_work, at_once };

  const std::uint32_t number_;
  farm::Job& job_;
  const base::Clock& clock_;
  std::shared_ptr<Desk> desk_;
  base::Profile* const profile_;
  std::unique_ptr<farm::Kernel> kernel_;
  std::atomic<std::uint32_t> index_{0};
  std::atomic<double> started_{0};
  std::optional<farm::QueueWork> work_;
  bool has_worked_ = false;
  Ending ending_ = Ending::none;
  std::thread thread_;
};

KernelPool::KernelPool(farm::Job& job, std::uint32_t slots, const base::Clock& clock,
                       std::function<void(std::uint32_t)> settle, std::shared_ptr<const Doorbell> bell,
                       base::Profile* profile)
    : desk_(std::make_shared<Desk>(std::move(bell))) {
  for (std::uint32_t i = 0; i < slots; ++i) {
    slots_.push_back(std::make_shared<Slot>(i, job, clock, desk_, profile));
    Slot::launch(slots_.back(), settle);
  }
}

KernelPool::~KernelPool() {
  {
    const std::scoped_lock lock(desk_->mutex);
    desk_->stopping = true;
  }
  desk_->changed.notify_all();
  for (const auto& slot : slots_) slot->join();
}

void KernelPool::queue(farm::QueueWork work) {
  {
    const std::scoped_lock lock(desk_->mutex);
    desk_->queue.push_back(std::move(work));
  }
  desk_->changed.notify_one();
}

std::vector<farm::WorkId> KernelPool::withdraw() {
  const std::scoped_lock lock(desk_->mutex);
  std::vector<farm::WorkId> works;
  for (const auto& work : std::exchange(desk_->queue, {})) works.push_back(work.work);
  return works;
}

void KernelPool::abandon(std::uint32_t slot, farm::WorkId work) {
  const std::scoped_lock lock(desk_->mutex);
  abandoned_ |= slots_[slot]->abandon(work);
  desk_->changed.notify_all();  // a slot that waits ends
}

void KernelPool::abandon_all() {
  const std::scoped_lock lock(desk_->mutex);
  desk_->queue.clear();
  for (const auto& slot : slots_) {
    if (const auto running = slot->progress()) abandoned_ |= slot->abandon(running->work);
  }
}

std::vector<farm::KernelFinished> KernelPool::take_finished() {
  const std::scoped_lock lock(desk_->mutex);
  return std::exchange(desk_->finished, {});
}

std::uint32_t KernelPool::worked() const {
  const std::scoped_lock lock(desk_->mutex);
  return static_cast<std::uint32_t>(
      std::ranges::count_if(slots_, [](const auto& slot) { return slot->has_worked(); }));
}

std::vector<farm::KernelProgress> KernelPool::progress() const {
  const std::scoped_lock lock(desk_->mutex);
  std::vector<farm::KernelProgress> running;
  for (const auto& slot : slots_) {
    if (auto progress = slot->progress()) running.push_back(*progress);
  }
  return running;
}

}  // namespace winnow::mpi
