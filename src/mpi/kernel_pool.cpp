#include "winnow/mpi/kernel_pool.hpp"

#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cassert>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <optional>
#include <string_view>
#include <thread>
#include <utility>

#include "winnow/base/bounded_queue.hpp"
#include "winnow/base/operations.hpp"

namespace winnow::mpi {

/// A slot is given work again only when what it has finished was taken: one place for each is enough, and no
/// kernel ever waits for one.
struct KernelPool::Mailbox {
  Mailbox(std::uint32_t slots, std::shared_ptr<const Doorbell> rung)
      : finished(slots), bell(std::move(rung)) {}

  void put(farm::KernelFinished&& one) {
    finished.put(std::move(one));
    bell->ring();
  }

  base::BoundedQueue<farm::KernelFinished> finished;
  std::shared_ptr<const Doorbell> bell;
};

/// A thread with its kernel. Owned by the pool and by the thread itself, so that one that was written off may
/// outlive the pool.
class KernelPool::Slot {
 public:
  Slot(std::uint32_t number, farm::Job& job, const base::Clock& clock, std::shared_ptr<Mailbox> mailbox,
       base::Profile* profile)
      : number_(number), job_(job), clock_(clock), mailbox_(std::move(mailbox)), profile_(profile) {}

  static void launch(const std::shared_ptr<Slot>& slot, std::function<void(std::uint32_t)> settle) {
    slot->thread_ = std::thread([slot, settle = std::move(settle)] {
      step_back();
      if (slot->profile_ != nullptr) slot->profile_->name_thread(fmt::format("kernel {}", slot->number_));
      settle(slot->number_);
      slot->serve();
    });
  }

  void give(farm::StartKernel work) {
    const std::scoped_lock lock(mutex_);
    assert(!work_);
    index_ = 0;
    started_ = clock_.now().count;
    work_ = std::move(work);
    changed_.notify_one();
  }

  [[nodiscard]] std::optional<farm::KernelProgress> progress() const {
    const std::scoped_lock lock(mutex_);
    if (!work_) return std::nullopt;
    return farm::KernelProgress{number_, work_->lease, index_, base::Seconds{started_}};
  }

  void write_off() {
    if (written_off_.exchange(true)) return;
    stop();
    thread_.detach();
  }

  void stop() {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
    changed_.notify_one();
  }

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
    for (;;) {
      std::unique_lock lock(mutex_);
      wait_for_work(lock);
      if (!work_) return;
      const farm::StartKernel work = *work_;  // tasks are shared, not copied
      lock.unlock();
      auto finished = run(work);
      lock.lock();
      work_.reset();
      lock.unlock();
      if (written_off_) return;
      mailbox_->put(std::move(finished));
    }
  }

  void wait_for_work(std::unique_lock<std::mutex>& lock) {
    const base::Operation op(profile_, base::operations::wait_for_work);
    changed_.wait(lock, [&] { return stopping_ || work_; });
  }

  farm::KernelFinished run(const farm::StartKernel& work) {
    farm::KernelFinished finished;
    finished.slot = number_;
    finished.lease = work.lease;
    const auto begin = clock_.now();
    try {
      if (!kernel_) kernel_ = job_.make_kernel();
      run_tasks(*work.tasks, finished);
      finished.kept = !job_.wants_stop();
      if (finished.kept) kernel_->take(finished.partial);
    } catch (const std::exception& thrown) {
      // What the kernel holds now is not known: it is thrown away, and every task of the lease runs again.
      kernel_.reset();
      finished.partial.clear();
      finished.failures.clear();
      finished.revisions.clear();
      finished.answers.clear();
      for (std::uint32_t i = 0; i < work.tasks->size(); ++i) {
        finished.failures.push_back({i, {farm::FailureKind::error, thrown.what()}});
      }
    }
    finished.busy = clock_.now() - begin;
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

  const std::uint32_t number_;
  farm::Job& job_;
  const base::Clock& clock_;
  std::shared_ptr<Mailbox> mailbox_;
  base::Profile* const profile_;
  std::unique_ptr<farm::Kernel> kernel_;
  std::atomic<std::uint32_t> index_{0};
  std::atomic<double> started_{0};
  std::atomic<bool> written_off_{false};
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::optional<farm::StartKernel> work_;
  bool stopping_ = false;
  std::thread thread_;
};

KernelPool::KernelPool(farm::Job& job, std::uint32_t slots, const base::Clock& clock,
                       std::function<void(std::uint32_t)> settle, std::shared_ptr<const Doorbell> bell,
                       base::Profile* profile)
    : mailbox_(std::make_shared<Mailbox>(slots, std::move(bell))) {
  for (std::uint32_t i = 0; i < slots; ++i) {
    slots_.push_back(std::make_shared<Slot>(i, job, clock, mailbox_, profile));
    Slot::launch(slots_.back(), settle);
  }
}

KernelPool::~KernelPool() {
  for (const auto& slot : slots_) slot->stop();
  for (const auto& slot : slots_) slot->join();
}

void KernelPool::start(farm::StartKernel work) {
  slots_[work.slot]->give(std::move(work));
}

void KernelPool::abandon(std::uint32_t slot) {
  slots_[slot]->write_off();
  abandoned_ = true;
}

void KernelPool::abandon_all() {
  for (std::uint32_t slot = 0; slot < slots_.size(); ++slot) abandon(slot);
}

std::vector<farm::KernelFinished> KernelPool::take_finished() {
  return mailbox_->finished.take_all();
}

std::vector<farm::KernelProgress> KernelPool::progress() const {
  std::vector<farm::KernelProgress> running;
  for (const auto& slot : slots_) {
    if (auto progress = slot->progress()) running.push_back(*progress);
  }
  return running;
}

}  // namespace winnow::mpi
