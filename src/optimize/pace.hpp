#pragma once
// How long evaluations take, and how they are best handed out.

#include <cstddef>
#include <cstdint>

#include "winnow/base/units.hpp"

namespace winnow::optimize {

/// Its answers decide who computes what, and never what comes out.
class Pace {
 public:
  explicit Pace(std::size_t workers) : workers_(workers) {}

  /// An evaluation that takes so long costs more than to hand it out, whatever it will be measured to cost.
  static constexpr base::Seconds plainly_slow{5e-3};

  /// Workers for candidates of so many parameters before the first was measured, where an evaluation may cost
  /// less than its message: one for fewer than 5, half of all for fewer than 15, else all. To begin with,
  /// they have an evaluation each.
  [[nodiscard]] std::size_t first_workers(std::size_t parameters) const;

  /// `evaluations` kept kernels busy for so long.
  void measured(std::uint64_t evaluations, base::Seconds busy);

  [[nodiscard]] bool is_known() const { return evaluations_ > 0; }
  /// Of an evaluation, the latest counting most; 0 before the first.
  [[nodiscard]] base::Seconds cost() const { return cost_; }

  /// How many of `ready` candidates make a task: enough to be worth a message, few enough that all workers
  /// end a generation together.
  [[nodiscard]] std::size_t slice(std::size_t ready) const;

  /// Whether handing out a generation of `population` takes longer than it saves.
  [[nodiscard]] bool is_better_alone(std::size_t population) const;

  /// How many evaluations fill the time for which a search may go on on its own.
  [[nodiscard]] std::uint64_t stretch() const;

 private:
  std::size_t workers_;
  std::uint64_t evaluations_ = 0;
  base::Seconds cost_;
};

}  // namespace winnow::optimize
