#pragma once
// What a search has done so far: its evaluations counted, its generations, the share that failed.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "optimize/generation_history.hpp"
#include "optimize/tally.hpp"
#include "optimize/task_codec.hpp"
#include "winnow/base/codec.hpp"
#include "winnow/base/units.hpp"
#include "winnow/evolve/optimizer.hpp"

namespace winnow::optimize {

/// Times are those of the search, earlier runs included. Nothing here decides what is evaluated next.
class SearchAccount {
 public:
  /// An evaluation that takes longer than this is worth writing down: it costs some tens of microseconds.
  static constexpr base::Seconds worth_recording{1e-3};

  /// `workers`: kernels of all ranks together.
  explicit SearchAccount(std::size_t workers) : workers_(workers) {}

  [[nodiscard]] Tally& tally() { return tally_; }
  [[nodiscard]] const Tally& tally() const { return tally_; }

  /// An evaluation that has ended, or had in an earlier run.
  void count(std::uint64_t id, const Evaluation& evaluation);

  /// Evaluations that were not told one by one, which kept kernels busy for so long.
  void count(Ends&& ends, base::Seconds busy);

  /// Takes stock: these generations are over at `now`. What was done since the last ones is shared by all
  /// that have ended since: those of a stretch, or of several islands.
  void end_generations(std::vector<evolve::GenerationRecord>&& records, base::Seconds now);

  /// Whether more of all evaluations failed than the share `most`, or every one did. Crashes come first if
  /// they are fast: so what is `awaited` counts as if it were to succeed, unless it is too little to matter.
  [[nodiscard]] bool fails_too_often(double most, std::size_t awaited) const;

  /// Whether nothing has ended since the last generation did, which is when failures are judged.
  [[nodiscard]] bool is_between_generations() const { return tally_.evaluations() == in_generations_; }

  /// Whether an evaluation takes longer than to write it down; known after the first generation in which any
  /// was made, and did not come from a cache.
  [[nodiscard]] std::optional<bool> is_slow() const { return is_slow_; }

  /// By number, then island.
  [[nodiscard]] std::vector<Generation> generations() const { return history_.kept(); }
  /// The last of them; null: there is none. Valid until the next change.
  [[nodiscard]] const Generation* latest_generation() const { return history_.latest(); }

  void encode(base::Encoder& out) const;
  /// Takes up what encode() wrote, `at` that time of the search.
  void decode(base::Decoder& in, base::Seconds at);

 private:
  std::size_t workers_;
  Tally tally_;
  GenerationHistory history_;
  std::uint64_t made_ = 0;  ///< evaluations that did not come from a cache
  base::Seconds made_in_;   ///< all of them
  std::optional<bool> is_slow_;
  base::Seconds generation_began_;
  Tally at_generation_;               ///< then
  std::uint64_t in_generations_ = 0;  ///< evaluations, of those that have ended
};

}  // namespace winnow::optimize
