#pragma once
// Makes trials: mutation, crossover and repair of one individual's next trial, all from the words of its
// stream.

#include <cstddef>
#include <cstdint>
#include <span>

#include "evolve/adaptation.hpp"
#include "evolve/archive.hpp"
#include "evolve/population.hpp"
#include "evolve/random_words.hpp"
#include "evolve/recipe.hpp"
#include "winnow/evolve/space.hpp"

namespace winnow::evolve {

/// What trials are made of. All of it stands still while trials are made.
struct Parents {
  const Population& population;
  std::span<const std::uint32_t> elite;  ///< those that trials are drawn to, best first; not empty
  /// Those that donate differences, the target among them, where these are not all.
  std::span<const std::uint32_t> donors;
  const Archive& archive;
  double progress = 0;  ///< the part of the budget that is used
};

class Recombination {
 public:
  /// `space` must outlive this.
  Recombination(const Space& space, const Recipe& recipe) : space_(space), recipe_(recipe) {}

  /// Whole blocks of words that a trial takes, all but rarely: `dimension` for the crossover, then the rest.
  [[nodiscard]] std::size_t blocks() const;

  /// The stream of one trial: its first words, ready, and the reader that goes on behind those of the
  /// crossover.
  struct Stream {
    std::span<const std::uint32_t> crossover;
    WordReader reader;
  };
  [[nodiscard]] Stream stream(const StreamKey& key, std::uint32_t individual,
                              std::span<const std::uint32_t> ready) const;

  /// Writes the trial of individual `target` to `trial`, `dimension` coordinates within the bounds.
  void make(const Parents& parents, std::size_t target, const Control& control, Stream& stream,
            double* trial) const;

 private:
  /// The mutant is base + pull·(to − from) + f·(plus − minus); without `to` the first difference is left out.
  struct Donors {
    const double* base = nullptr;
    const double* to = nullptr;
    const double* from = nullptr;
    double pull = 0;
    const double* plus = nullptr;
    const double* minus = nullptr;
    double f = 0;

    /// Writes all coordinates of the mutant.
    void mutate(std::size_t d, double* mutant) const;

    [[nodiscard]] double mutant(std::size_t j) const {
      const double step = f * (plus[j] - minus[j]);
      return to == nullptr ? base[j] + step : base[j] + pull * (to[j] - from[j]) + step;
    }
  };

  [[nodiscard]] Donors choose(const Parents& parents, std::size_t target, const Control& control,
                              WordReader& words) const;
  [[nodiscard]] Donors choose_with_archive(const Parents& parents, std::size_t target, const Control& control,
                                           WordReader& words) const;
  [[nodiscard]] std::size_t choose_elite(const Parents& parents, std::size_t target, WordReader& words) const;
  void cross_exponentially(const Donors& donors, double crossover, std::size_t first,
                           std::span<const std::uint32_t> words, double* trial) const;
  void repair(const double* parent, WordReader& words, double* trial) const;

  const Space& space_;
  Recipe recipe_;
};

}  // namespace winnow::evolve
