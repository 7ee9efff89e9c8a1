#pragma once
// The job of a simulation: tasks are numbers, a result is the number.

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "winnow/farm/job.hpp"
#include "winnow/sim/simulation.hpp"

namespace winnow::sim {

/// The number of the task, from its payload.
[[nodiscard]] std::uint64_t number_of(const farm::Task& task);

/// Gives the world's tasks in order of their numbers.
class ImaginedSource final : public farm::Source {
 public:
  explicit ImaginedSource(const World& world) : world_(world) {}
  State pull(std::size_t credits, std::vector<farm::Task>& tasks) override;

 private:
  const World& world_;
  std::uint64_t next_ = 0;
};

/// Keeps the numbers that were folded and those that failed. Throws if a partial state is of other tasks than
/// it is said to be.
class ImaginedSink final : public farm::Sink {
 public:
  void fold(std::span<const std::byte> partial, std::span<const farm::Task> done,
            std::span<const std::uint64_t> revisions) override;
  void quarantine(const farm::Task& task, const farm::TaskFailure& failure) override;

  std::vector<std::uint64_t> folded;
  std::vector<std::uint64_t> failed;
};

/// One per rank. Its kernels are played by the simulation.
class ImaginedJob final : public farm::Job {
 public:
  explicit ImaginedJob(const World& world) : world_(world) {}

  [[nodiscard]] std::string_view name() const override { return "imagined"; }
  std::unique_ptr<farm::Source> make_source() override { return std::make_unique<ImaginedSource>(world_); }
  std::unique_ptr<farm::Kernel> make_kernel() override { return nullptr; }
  ImaginedSink& sink() override { return sink_; }

 private:
  const World& world_;
  ImaginedSink sink_;
};

}  // namespace winnow::sim
