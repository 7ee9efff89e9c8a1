#pragma once
// The job of a simulation: tasks are numbers, a result is the number.

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "winnow/farm/job.hpp"
#include "winnow/sim/simulation.hpp"

namespace winnow::sim {

/// The number of the task, from its payload.
[[nodiscard]] std::uint64_t number_of(const farm::Task& task);

/// What a kernel answers to the task: it follows from the whole payload.
[[nodiscard]] std::string answer_to(const farm::Task& task);

/// Gives the world's tasks in order of their numbers.
class ImaginedSource final : public farm::Source {
 public:
  explicit ImaginedSource(const World& world) : world_(world) {}
  State pull(std::size_t credits, std::vector<farm::Task>& tasks) override;

 private:
  const World& world_;
  std::uint64_t next_ = 0;
};

/// What a source has heard of its tasks.
struct Hearing {
  std::vector<std::uint64_t> told;  ///< task numbers, in order of telling
  std::uint64_t digest = 0;         ///< of the generations whose results are all in
};

/// Gives the world's tasks in generations, each with the digest of all before in its payload. Throws if it is
/// told of a task twice, or the answer to another one.
class GenerationSource final : public farm::Source {
 public:
  /// Both must outlive it.
  GenerationSource(const World& world, Hearing& hearing) : world_(world), hearing_(hearing) {}
  State pull(std::size_t credits, std::vector<farm::Task>& tasks) override;
  void tell(const farm::Task& task, farm::TaskResult&& result) override;

 private:
  [[nodiscard]] std::uint64_t generation_end() const;

  const World& world_;
  Hearing& hearing_;
  std::uint64_t first_ = 0;                       ///< of this generation
  std::uint64_t next_ = 0;                        ///< to be given
  std::map<std::uint64_t, std::string> results_;  ///< of this generation, by task number
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
  std::unique_ptr<farm::Source> make_source() override;
  std::unique_ptr<farm::Kernel> make_kernel() override { return nullptr; }
  [[nodiscard]] bool listens() const override { return world_.generation > 0; }
  ImaginedSink& sink() override { return sink_; }
  [[nodiscard]] const Hearing& hearing() const { return hearing_; }

 private:
  const World& world_;
  ImaginedSink sink_;
  Hearing hearing_;
};

}  // namespace winnow::sim
