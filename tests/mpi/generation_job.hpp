#pragma once
// A job that listens: numbers in generations, each made of the answers to the one before.

#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "winnow/farm/job.hpp"

namespace winnow::test {

/// A task is a number x, its answer 3 x + 1; a generation is the numbers from the state on, and the next
/// state is the sum of its answers, modulo a prime.
class GenerationJob final : public farm::Job {
 public:
  static constexpr std::uint32_t none = ~0U;

  /// In each generation of `size` the task at `failing` is one that fails.
  GenerationJob(std::uint32_t generations, std::uint32_t size, std::uint32_t failing = none)
      : generations_(generations), size_(size), failing_(failing) {}

  [[nodiscard]] std::string_view name() const override { return "generations"; }
  std::unique_ptr<farm::Source> make_source() override { return std::make_unique<Generations>(*this); }
  std::unique_ptr<farm::Kernel> make_kernel() override { return std::make_unique<Answering>(); }
  [[nodiscard]] bool listens() const override { return true; }
  farm::Sink& sink() override { return sink_; }

  /// On rank 0, when all generations are over.
  [[nodiscard]] std::uint64_t state() const { return state_; }
  [[nodiscard]] const std::vector<std::string>& failures() const { return failures_; }

  /// The state as it should be then, where none fails.
  [[nodiscard]] static std::uint64_t state_after(std::uint32_t generations, std::uint32_t size) {
    std::uint64_t state = 0;
    for (; generations > 0; --generations) {
      std::uint64_t sum = 0;
      for (std::uint32_t i = 0; i < size; ++i) sum += answer_to(state + i);
      state = sum % prime;
    }
    return state;
  }

 private:
  static constexpr std::uint64_t prime = 1'000'003;

  static std::uint64_t answer_to(std::uint64_t number) { return 3 * number + 1; }

  class Generations final : public farm::Source {
   public:
    explicit Generations(GenerationJob& job) : job_(job) {}

    State pull(std::size_t credits, std::vector<farm::Task>& tasks) override {
      for (; credits > 0 && given_ < job_.size_; --credits, ++given_) {
        farm::Task task;
        task.payload = given_ == job_.failing_ ? "fail" : std::to_string(job_.state_ + given_);
        tasks.push_back(std::move(task));
      }
      if (given_ < job_.size_) return State::more;
      return generation_ + 1 < job_.generations_ ? State::waiting : State::finished;
    }

    void tell(const farm::Task& task, farm::TaskResult&& result) override {
      if (result) {
        sum_ += std::stoull(*result);
      } else {
        job_.failures_.push_back(result.error().reason + " after " + std::to_string(task.attempt) +
                                 " attempts");
      }
      if (++told_ < job_.size_) return;
      job_.state_ = std::exchange(sum_, 0) % prime;
      told_ = given_ = 0;
      if (++generation_ == job_.generations_) given_ = job_.size_;
    }

   private:
    GenerationJob& job_;
    std::uint32_t generation_ = 0;
    std::uint32_t given_ = 0;
    std::uint32_t told_ = 0;
    std::uint64_t sum_ = 0;
  };

  class Answering final : public farm::Kernel {
   public:
    base::Result<farm::TaskEnd> run(const farm::Task& task) override {
      if (task.payload == "fail") return base::fail("told to fail");
      return farm::TaskEnd{.answer = std::to_string(answer_to(std::stoull(task.payload)))};
    }
    void take(base::Buffer& /*partial*/) override {}
  };

  class NoSink final : public farm::Sink {
   public:
    void fold(std::span<const std::byte> /*partial*/, std::span<const farm::Task> /*done*/,
              std::span<const std::uint64_t> /*revisions*/) override {
      throw std::logic_error("a listening job folds nothing");
    }
    void quarantine(const farm::Task& /*task*/, const farm::TaskFailure& /*failure*/) override {}
  };

  std::uint32_t generations_;
  std::uint32_t size_;
  std::uint32_t failing_;
  std::uint64_t state_ = 0;
  std::vector<std::string> failures_;
  NoSink sink_;
};

}  // namespace winnow::test
