#include "evolve/success_history.hpp"

#include <algorithm>

#include "evolve/state_codec.hpp"

namespace winnow::evolve {
namespace {

constexpr double terminal = -1;  // L-SHADE's ⊥: CR is 0 from here on (Tanabe and Fukunaga 2014, algorithm 1)

struct Memory {
  std::size_t size;  // H
  double mutation;   // M_F at first
  double crossover;  // M_CR at first
};

// Tanabe and Fukunaga 2013, section IV; 2014, table I; Brest, Maučec and Bošković 2017, section III.
Memory memory_of(Algorithm algorithm) {
  switch (algorithm) {
    case Algorithm::lshade:
      return {6, 0.5, 0.5};
    case Algorithm::jso:
      return {5, 0.3, 0.8};
    default:
      return {100, 0.5, 0.5};
  }
}

struct Means {
  double mutation;          // weighted Lehmer mean: 2014, equation 7
  double crossover;         // weighted arithmetic mean: 2013, equation 11
  double lehmer_crossover;  // weighted Lehmer mean, or terminal where every CR was 0
};

Means means_of(std::span<const Success> successes) {
  const auto weights = success_weights(successes);
  double f = 0, ff = 0, cr = 0, crcr = 0;
  for (std::size_t i = 0; i < successes.size(); ++i) {
    const auto& [mutation, crossover, improvement] = successes[i];
    f += weights[i] * mutation;
    ff += weights[i] * mutation * mutation;
    cr += weights[i] * crossover;
    crcr += weights[i] * crossover * crossover;
  }
  return {ff / f, cr, cr == 0 ? terminal : crcr / cr};
}

}  // namespace

SuccessHistory::SuccessHistory(Algorithm algorithm) : algorithm_(algorithm) {
  const auto [size, mutation, crossover] = memory_of(algorithm);
  mutations_.assign(size, mutation);
  crossovers_.assign(size, crossover);
}

void SuccessHistory::begin(std::uint64_t, double progress) {
  progress_ = progress;
}

// jSO, section III: the last entry of the memory is read as 0.9 and 0.9, whatever was written there.
Control SuccessHistory::draw_from_memory(WordReader& words) const {
  const auto entry = words.below(mutations_.size());
  const bool fixed = algorithm_ == Algorithm::jso && entry + 1 == mutations_.size();
  const double crossover_location = fixed ? 0.9 : crossovers_[entry];
  Control control;
  control.crossover = crossover_location < 0 ? 0 : draw_crossover(words, crossover_location);
  control.mutation = draw_mutation(words, fixed ? 0.9 : mutations_[entry]);
  control.pull = control.mutation;
  return control;
}

// jSO, section III: the bounds of CR and F and, in equation 3, F_w.
void SuccessHistory::bound_as_jso(Control& control) const {
  if (progress_ < 0.25) control.crossover = std::max(control.crossover, 0.7);
  if (progress_ < 0.5) control.crossover = std::max(control.crossover, 0.6);
  if (progress_ < 0.6) control.mutation = std::min(control.mutation, 0.7);
  const double weight = progress_ < 0.2 ? 0.7 : progress_ < 0.4 ? 0.8 : 1.2;
  control.pull = weight * control.mutation;
}

Control SuccessHistory::draw(WordReader& words, const Control&) const {
  auto control = draw_from_memory(words);
  if (algorithm_ == Algorithm::jso) bound_as_jso(control);
  return control;
}

// L-SHADE, algorithm 1, keeps a terminal entry terminal; its authors' code, and with it jSO's, clears the
// entry before it asks, so that an entry recovers. The published results are the code's, and so is this. jSO
// takes the mean of the entry and what it was (the authors' code; iL-SHADE, Brest et al. 2016).
void SuccessHistory::learn(std::span<const Success> successes) {
  if (successes.empty()) return;
  const auto means = means_of(successes);
  auto& mutation = mutations_[position_];
  auto& crossover = crossovers_[position_];
  const double new_crossover = algorithm_ == Algorithm::shade ? means.crossover : means.lehmer_crossover;
  const bool averages = algorithm_ == Algorithm::jso;
  mutation = averages ? (means.mutation + mutation) / 2 : means.mutation;
  crossover = averages ? (new_crossover + crossover) / 2 : new_crossover;
  position_ = (position_ + 1) % mutations_.size();
}

void SuccessHistory::save(base::Encoder& out) const {
  put_array<double>(out, mutations_);
  put_array<double>(out, crossovers_);
  out.put_varint(position_);
  out.put(progress_);
}

bool SuccessHistory::load(base::Decoder& in) {
  const auto size = mutations_.size();
  mutations_ = get_array<double>(in);
  crossovers_ = get_array<double>(in);
  position_ = static_cast<std::size_t>(in.get_varint());
  progress_ = in.get<double>();
  return in.ok() && mutations_.size() == size && crossovers_.size() == size && position_ < size;
}

}  // namespace winnow::evolve
