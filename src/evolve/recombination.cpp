#include "evolve/recombination.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace winnow::evolve {
namespace {

/// Words for the settings, the donors and the first coordinate crossed: in most trials no more are wanted.
std::size_t other_words(Mutation mutation) {
  return mutation == Mutation::current_to_pbest1 ? 12 : 6;
}

/// Donors drawn one after the other, none twice and none the target: each draw is from those left, counted in
/// order. Members of the archive count behind the individuals.
class DonorDraw {
 public:
  DonorDraw(const Parents& parents, std::size_t target)
      : parents_(parents),
        individuals_(parents.donors.empty() ? parents.population.size() : parents.donors.size()) {
    const auto place = std::ranges::find(parents.donors, target);
    taken_[count_++] =
        parents.donors.empty() ? target : static_cast<std::size_t>(place - parents.donors.begin());
  }

  const double* individual(WordReader& words) { return row(draw(words, individuals_)); }

  const double* individual_or_archived(WordReader& words) {
    return row(draw(words, individuals_ + parents_.archive.size()));
  }

 private:
  std::size_t draw(WordReader& words, std::size_t size) {
    std::size_t index = words.below(size - count_);
    std::size_t at = 0;
    while (at < count_ && taken_[at] <= index) {
      ++index;
      ++at;
    }
    for (std::size_t i = count_++; i > at; --i) taken_[i] = taken_[i - 1];
    taken_[at] = index;
    return index;
  }

  [[nodiscard]] const double* row(std::size_t index) const {
    if (index >= individuals_) return parents_.archive.row(index - individuals_);
    return parents_.population.row(parents_.donors.empty() ? index : parents_.donors[index]);
  }

  const Parents& parents_;
  std::size_t individuals_;
  std::array<std::size_t, 6> taken_{};  // ascending
  std::size_t count_ = 0;
};

/// Uniform in [0, 1) with 31 bits, which every instruction set converts.
double uniform_of(std::uint32_t word) {
  return static_cast<std::int32_t>(word >> 1) * 0x1p-31;
}

/// trial = parent where the coordinate's word says so, else the mutant that it is. No branch, and no
/// arithmetic that waits for one: so all loops here become vector code.
void keep_uncrossed(std::size_t d, const std::uint32_t* words, double crossover, const double* parent,
                    double* __restrict trial) {
  for (std::size_t j = 0; j < d; ++j) {
    const double crossed = trial[j];
    const double kept = parent[j];
    trial[j] = uniform_of(words[j]) < crossover ? crossed : kept;
  }
}

/// How many coordinates are not within the bounds; NaN is not.
double count_outside(std::size_t d, const double* lower, const double* upper, const double* trial) {
  double count = 0;
  for (std::size_t j = 0; j < d; ++j) {
    count += (trial[j] >= lower[j] ? 0.0 : 1.0) + (trial[j] <= upper[j] ? 0.0 : 1.0);
  }
  return count;
}

}  // namespace

std::size_t Recombination::blocks() const {
  return (space_.dimension() + other_words(recipe_.mutation) + words_per_block - 1) / words_per_block;
}

Recombination::Stream Recombination::stream(const StreamKey& key, std::uint32_t individual,
                                            std::span<const std::uint32_t> ready) const {
  Stream result{ready.first(space_.dimension()), WordReader(key, individual, ready)};
  result.reader.skip_to(space_.dimension());
  return result;
}

// SHADE draws the size of the elite for each trial (Tanabe and Fukunaga 2013, equation 6). jSO's authors'
// code, as iL-SHADE's, draws again where the parent itself comes out in the first half of the budget.
std::size_t Recombination::choose_elite(const Parents& parents, std::size_t target, WordReader& words) const {
  const auto& elite = parents.elite;
  std::size_t size = elite.size();
  if (recipe_.elite_varies) {
    const double n =
        static_cast<double>(parents.donors.empty() ? parents.population.size() : parents.donors.size());
    const double least = 2 / n;
    const double part = least + words.uniform() * std::max(recipe_.elite_at_first - least, 0.0);
    size = std::clamp<std::size_t>(static_cast<std::size_t>(std::round(part * n)), 2, elite.size());
  }
  std::size_t chosen = elite[words.below(size)];
  if (recipe_.elite_spares_self && parents.progress < 0.5) {
    while (chosen == target) chosen = elite[words.below(size)];
  }
  return chosen;
}

// current-to-pbest/1 (Zhang and Sanderson 2009, equation 5; with F_w Brest et al. 2017, equation 3).
Recombination::Donors Recombination::choose_with_archive(const Parents& parents, std::size_t target,
                                                         const Control& control, WordReader& words) const {
  const auto& population = parents.population;
  const auto* best = population.row(choose_elite(parents, target, words));
  DonorDraw donors(parents, target);
  const auto* plus = donors.individual(words);
  const auto* minus = donors.individual_or_archived(words);
  const auto* parent = population.row(target);
  return {parent, best, parent, control.pull, plus, minus, control.mutation};
}

// The formulas are those of SciPy's strategies, r0 to r4 its samples.
Recombination::Donors Recombination::choose(const Parents& parents, std::size_t target,
                                            const Control& control, WordReader& words) const {
  if (recipe_.mutation == Mutation::current_to_pbest1) {
    return choose_with_archive(parents, target, control, words);
  }
  const auto& population = parents.population;
  DonorDraw donors(parents, target);
  const auto random = [&] { return donors.individual(words); };
  const auto* parent = population.row(target);
  const auto* best = population.row(parents.elite.front());
  const double f = control.mutation;
  const auto* r0 = random();
  const auto* r1 = random();
  switch (recipe_.mutation) {
    case Mutation::best1:
      return {best, nullptr, nullptr, 0, r0, r1, f};
    case Mutation::rand1:
      return {r0, nullptr, nullptr, 0, r1, random(), f};
    case Mutation::rand_to_best1:
      return {r0, best, r0, f, r1, random(), f};
    case Mutation::current_to_best1:
      return {parent, best, parent, f, r0, r1, f};
    case Mutation::best2: {
      const auto* r2 = random();
      return {best, r0, r2, f, r1, random(), f};
    }
    default: {  // rand2
      const auto* r2 = random();
      const auto* r3 = random();
      return {r0, r1, r3, f, r2, random(), f};
    }
  }
}

void Recombination::Donors::mutate(std::size_t d, double* __restrict mutant) const {
  const auto [base_, to_, from_, pull_, plus_, minus_, f_] = *this;
  if (to_ == nullptr) {
    for (std::size_t j = 0; j < d; ++j) mutant[j] = base_[j] + f_ * (plus_[j] - minus_[j]);
  } else {
    for (std::size_t j = 0; j < d; ++j) {
      mutant[j] = base_[j] + pull_ * (to_[j] - from_[j]) + f_ * (plus_[j] - minus_[j]);
    }
  }
}

void Recombination::cross_exponentially(const Donors& donors, double crossover, std::size_t first,
                                        std::span<const std::uint32_t> words, double* trial) const {
  const auto d = space_.dimension();
  std::size_t j = first;
  for (std::size_t i = 0; i < d && (i == 0 || uniform_of(words[i]) < crossover); ++i) {
    trial[j] = donors.mutant(j);
    j = j + 1 == d ? 0 : j + 1;
  }
}

// Coordinates that overflowed to infinity or NaN count as beyond a bound, too.
void Recombination::repair(const double* parent, WordReader& words, double* trial) const {
  const auto* lower = space_.lower().data();
  const auto* upper = space_.upper().data();
  const auto d = space_.dimension();
  if (count_outside(d, lower, upper, trial) == 0) return;
  for (std::size_t j = 0; j < d; ++j) {
    if (trial[j] >= lower[j] && trial[j] <= upper[j]) continue;
    if (recipe_.repair == Repair::midpoint) {
      const double bound = trial[j] < lower[j] ? lower[j] : upper[j];
      trial[j] = bound / 2 + parent[j] / 2;
    } else {
      trial[j] = lower[j] + words.uniform() * (upper[j] - lower[j]);
    }
    trial[j] = std::clamp(trial[j], lower[j], upper[j]);
  }
}

void Recombination::make(const Parents& parents, std::size_t target, const Control& control, Stream& stream,
                         double* trial) const {
  const auto d = space_.dimension();
  auto& words = stream.reader;
  const auto donors = choose(parents, target, control, words);
  const auto always_crossed = words.below(d);
  const auto* parent = parents.population.row(target);
  if (recipe_.exponential) {
    std::copy_n(parent, d, trial);
    cross_exponentially(donors, control.crossover, always_crossed, stream.crossover, trial);
  } else {
    donors.mutate(d, trial);
    const double mutant = trial[always_crossed];
    keep_uncrossed(d, stream.crossover.data(), control.crossover, parent, trial);
    trial[always_crossed] = mutant;
  }
  repair(parent, words, trial);
}

}  // namespace winnow::evolve
