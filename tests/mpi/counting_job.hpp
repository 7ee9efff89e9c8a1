#pragma once
// A job whose tasks say what becomes of them: "fail", "throw", "hang", "hand back", "stop", after which the
// job wants no more, "stop and hang", or anything else, which is done and counted.

#include <atomic>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "winnow/farm/job.hpp"

namespace winnow::test {

class CountingJob final : public farm::Job {
 public:
  explicit CountingJob(std::vector<std::string> payloads) : payloads_(std::move(payloads)), sink_(*this) {}

  [[nodiscard]] std::string_view name() const override { return "counting"; }
  std::unique_ptr<farm::Source> make_source() override { return std::make_unique<ListSource>(payloads_); }
  std::unique_ptr<farm::Kernel> make_kernel() override {
    return std::make_unique<EchoKernel>(gate_, stopped_);
  }
  farm::Sink& sink() override { return sink_; }
  [[nodiscard]] bool wants_stop() const override { return stopped_; }

  /// How often each payload was folded, and what was given up.
  [[nodiscard]] const std::map<std::string, int>& folded() const { return folded_; }
  [[nodiscard]] const std::map<std::string, std::string>& quarantined() const { return quarantined_; }

  /// Lets hanging tasks end.
  void release() { gate_->open(); }

 private:
  /// Outlives the job where a thread still hangs at it.
  class Gate {
   public:
    void open() {
      const std::scoped_lock lock(mutex_);
      open_ = true;
      changed_.notify_all();
    }
    void pass() {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return open_; });
    }

   private:
    std::mutex mutex_;
    std::condition_variable changed_;
    bool open_ = false;
  };

  class ListSource final : public farm::Source {
   public:
    explicit ListSource(const std::vector<std::string>& payloads) : payloads_(payloads) {}

    State pull(std::size_t credits, std::vector<farm::Task>& tasks) override {
      for (; credits > 0 && next_ < payloads_.size(); --credits) {
        farm::Task task;
        task.payload = payloads_[next_++];
        tasks.push_back(std::move(task));
      }
      return next_ < payloads_.size() ? State::more : State::finished;
    }

   private:
    const std::vector<std::string>& payloads_;
    std::size_t next_ = 0;
  };

  class EchoKernel final : public farm::Kernel {
   public:
    EchoKernel(std::shared_ptr<Gate> gate, std::atomic<bool>& stopped)
        : gate_(std::move(gate)), stopped_(stopped) {}

    base::Result<farm::TaskEnd> run(const farm::Task& task) override {
      if (task.payload == "fail") return base::fail("told to fail");
      if (task.payload == "throw") throw std::runtime_error("told to throw");
      if (task.payload == "hand back") return farm::TaskEnd{0, true};
      if (task.payload.starts_with("stop")) stopped_ = true;
      if (task.payload.ends_with("hang")) gate_->pass();
      done_.push_back(task.payload);
      return farm::TaskEnd{task.payload.size(), false};
    }

    void take(base::Buffer& partial) override {
      base::Encoder out(partial);
      for (const auto& payload : std::exchange(done_, {})) out.put_text(payload);
    }

   private:
    std::shared_ptr<Gate> gate_;
    std::atomic<bool>& stopped_;
    std::vector<std::string> done_;
  };

  class CountingSink final : public farm::Sink {
   public:
    explicit CountingSink(CountingJob& job) : job_(job) {}

    void fold(std::span<const std::byte> partial, std::span<const farm::Task> /*done*/,
              std::span<const std::uint64_t> /*revisions*/) override {
      for (base::Decoder in(partial); !in.at_end();) ++job_.folded_[std::string(in.get_text())];
    }
    void quarantine(const farm::Task& task, const farm::TaskFailure& failure) override {
      job_.quarantined_[task.payload] = failure.reason;
    }

   private:
    CountingJob& job_;
  };

  std::vector<std::string> payloads_;
  std::shared_ptr<Gate> gate_ = std::make_shared<Gate>();
  std::atomic<bool> stopped_{false};
  CountingSink sink_;
  std::map<std::string, int> folded_;
  std::map<std::string, std::string> quarantined_;
};

}  // namespace winnow::test
