#pragma once
// The memory of SHADE, L-SHADE and jSO: a ring of the F and CR that succeeded, from which each trial takes
// one entry as the location of its own (Tanabe and Fukunaga 2013, section III).

#include <array>
#include <vector>

#include "evolve/adaptation.hpp"

namespace winnow::evolve {

class SuccessHistory final : public Adaptation {
 public:
  /// `algorithm` is shade, lshade or jso.
  explicit SuccessHistory(Algorithm algorithm);

  void begin(std::uint64_t generation, double progress) override;
  [[nodiscard]] Control draw(WordReader& words, const Control& inherited) const override;
  void learn(std::span<const Success> successes) override;
  [[nodiscard]] std::span<const double> mutation_memory() const override { return mutations_; }
  [[nodiscard]] std::span<const double> crossover_memory() const override { return crossovers_; }
  void save(base::Encoder& out) const override;
  [[nodiscard]] bool load(base::Decoder& in) override;

 private:
  [[nodiscard]] Control draw_from_memory(WordReader& words) const;
  void bound_as_jso(Control& control) const;

  Algorithm algorithm_;
  std::vector<double> mutations_;   ///< M_F
  std::vector<double> crossovers_;  ///< M_CR; below 0 the terminal value
  std::size_t position_ = 0;        ///< k, the entry to be written next
  double progress_ = 0;
};

}  // namespace winnow::evolve
