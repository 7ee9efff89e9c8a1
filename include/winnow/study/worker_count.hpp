#pragma once
// A number of workers on a node: 4, or "cores", or "cores/4".

#include <algorithm>
#include <cassert>
#include <cstdint>

namespace winnow::study {

/// A plain number, or a share of the cores that the job may use on the node, whatever their number.
class WorkerCount {
 public:
  /// `number` workers, at least 1.
  constexpr WorkerCount(std::uint32_t number) : number_(number) { assert(number > 0); }  // NOLINT: implicit

  /// One worker for `per_worker` cores.
  [[nodiscard]] static constexpr WorkerCount cores(std::uint32_t per_worker = 1) {
    WorkerCount count(per_worker);
    count.of_cores_ = true;
    return count;
  }

  [[nodiscard]] constexpr bool is_of_cores() const { return of_cores_; }

  /// The number itself, or the cores for one worker.
  [[nodiscard]] constexpr std::uint32_t number() const { return number_; }

  /// The workers on a node where the job may use `cores` cores: rounded down, at least 1.
  [[nodiscard]] constexpr std::uint32_t on(std::uint32_t cores) const {
    return of_cores_ ? std::max<std::uint32_t>(1, cores / number_) : number_;
  }

  constexpr bool operator==(const WorkerCount&) const = default;

 private:
  std::uint32_t number_;
  bool of_cores_ = false;
};

}  // namespace winnow::study
