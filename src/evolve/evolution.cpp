#include "evolve/evolution.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "evolve/ranking.hpp"
#include "evolve/state_codec.hpp"

namespace winnow::evolve {
namespace {

constexpr std::size_t words_at_once = 4096;  // they and what is made of them stay in the first-level cache

std::size_t archive_capacity(const Recipe& recipe, std::size_t population) {
  return static_cast<std::size_t>(std::round(recipe.archive_rate * static_cast<double>(population)));
}

double difference(double worse, double better) {
  const double amount = worse - better;
  return amount > 0 ? amount : std::numeric_limits<double>::infinity();  // of two infinities: NaN
}

/// By how much a trial that is better is better: in the objective, where violations do not decide.
double improvement(const Outcome& parent, const Outcome& trial, double epsilon) {
  const double before = relaxed(parent.violation, epsilon);
  const double after = relaxed(trial.violation, epsilon);
  return before == after ? difference(parent.objective, trial.objective) : difference(before, after);
}

}  // namespace

Evolution::Evolution(const Space& space, const Options& options, std::size_t first_size)
    : options_(options),
      recipe_(recipe_of(options)),
      first_size_(first_size),
      population_(space.dimension()),
      archive_(space.dimension(), archive_capacity(recipe_, first_size)),
      adaptation_(make_adaptation(options)),
      recombination_(space, recipe_),
      elite_size_(elite_size(recipe_, first_size, 0)),
      planned_size_(first_size) {
  population_.resize(first_size);
  std::ranges::fill(population_.mutations, first_control.mutation);
  std::ranges::fill(population_.crossovers, first_control.crossover);
}

void Evolution::open() {
  if (options_.epsilon.on) first_epsilon_ = first_epsilon_level(options_.epsilon, population_);
}

void Evolution::begin_generation(std::uint64_t number, const Used& used) {
  progress_ = progress_of(options_.budget, used);
  epsilon_ = epsilon_level(options_.epsilon, first_epsilon_, progress_);
  adaptation_->begin(number, progress_);
  sum_of_mutations_ = sum_of_crossovers_ = 0;
  met_ = 0;
}

void Evolution::rank() {
  const bool all_breed = planned_size_ >= population_.size();
  auto best = best_first(population_, epsilon_, all_breed ? elite_size_ : planned_size_);
  breeders_ = all_breed ? std::vector<std::uint32_t>{} : best;
  best.resize(std::min(best.size(), elite_size_));
  elite_ = std::move(best);
}

void Evolution::make_from(Recombination::Stream& stream, std::size_t target, Population& trials,
                          std::size_t t) const {
  const Control inherited{population_.mutations[target], 0, population_.crossovers[target]};
  const auto control = adaptation_->draw(stream.reader, inherited);
  trials.mutations[t] = control.mutation;
  trials.crossovers[t] = control.crossover;
  recombination_.make({population_, elite_, breeders_, archive_, progress_}, target, control, stream,
                      trials.row(t));
}

void Evolution::make_trials(std::uint64_t number, std::size_t first, std::size_t count, Population& trials) {
  const StreamKey key{options_.seed, Purpose::trial, number};
  const auto blocks = recombination_.blocks();
  const auto at_once = std::max<std::size_t>(1, words_at_once / (blocks * words_per_block));
  for (std::size_t begin = first; begin < first + count; begin += at_once) {
    const auto end = std::min(begin + at_once, first + count);
    words_.make(key, static_cast<std::uint32_t>(begin), end - begin, blocks);
    for (std::size_t i = begin; i < end; ++i) {
      auto stream = recombination_.stream(key, static_cast<std::uint32_t>(i), words_.row(i - begin));
      make_from(stream, i, trials, i);
    }
  }
}

void Evolution::make_trial(std::uint64_t number, std::uint32_t attempt, std::size_t target,
                           Population& trials, std::size_t t) {
  const StreamKey key{options_.seed, Purpose::trial, number};
  words_.make(key, attempt, 1, recombination_.blocks());
  auto stream = recombination_.stream(key, attempt, words_.row(0));
  make_from(stream, target, trials, t);
}

void Evolution::remember(const Population& trials, std::size_t t, std::size_t target, std::uint64_t number) {
  const auto gained = improvement(population_.outcome(target), trials.outcome(t), epsilon_);
  successes_.push_back({trials.mutations[t], trials.crossovers[t], gained});
  std::size_t seat = 0;
  if (archive_.size() == archive_.capacity() && archive_.capacity() > 0) {
    const StreamKey key{options_.seed, Purpose::archive, number};
    seat = WordReader(key, static_cast<std::uint32_t>(target), {}).below(archive_.capacity());
  }
  archive_.insert(population_.row(target), seat);
}

bool Evolution::meet(const Population& trials, std::size_t t, std::size_t target, std::uint64_t number) {
  ++met_;
  sum_of_mutations_ += trials.mutations[t];
  sum_of_crossovers_ += trials.crossovers[t];
  const auto parent = population_.outcome(target);
  const auto trial = trials.outcome(t);
  if (is_better(parent, trial, epsilon_)) return false;
  if (is_better(trial, parent, epsilon_)) {
    remember(trials, t, target, number);
  } else if (recipe_.keeps_ties) {
    return false;
  }
  population_.copy(target, trials, t);
  return true;
}

void Evolution::end_generation() {
  adaptation_->learn(successes_);
  successes_.clear();
}

Migrant Evolution::emigrant() const {
  const auto best = best_first(population_, epsilon_, 1).front();
  const auto point = population_.point(best);
  return {{point.begin(), point.end()},
          population_.outcome(best),
          population_.mutations[best],
          population_.crossovers[best]};
}

bool Evolution::take_in(const Migrant& migrant, std::size_t seat) {
  if (!is_better(migrant.outcome, population_.outcome(seat), epsilon_)) return false;
  std::ranges::copy(migrant.point, population_.row(seat));
  population_.set_outcome(seat, migrant.outcome);
  population_.mutations[seat] = migrant.mutation;
  population_.crossovers[seat] = migrant.crossover;
  return true;
}

std::size_t Evolution::planned_size(const Used& used) const {
  const auto planned =
      recipe_.reduces ? reduced_population(first_size_, progress_of(options_.budget, used)) : first_size_;
  return std::min(population_.size(), planned);
}

void Evolution::follow_reduction(const Used& used) {
  planned_size_ = planned_size(used);
  const auto capacity = static_cast<double>(planned_size_) * recipe_.archive_rate;
  archive_.set_capacity(static_cast<std::size_t>(capacity));
  elite_size_ = elite_size(recipe_, planned_size_, progress_of(options_.budget, used));
}

GenerationRecord Evolution::record(const Census& counted) const {
  GenerationRecord record;
  record.population = population_.size();
  record.feasible = counted.feasible;
  record.best = population_.outcome(best_first(population_, 0, 1).front());
  record.mean = counted.mean;
  record.spread = counted.spread;
  if (met_ > 0) {
    record.mutation = sum_of_mutations_ / static_cast<double>(met_);
    record.crossover = sum_of_crossovers_ / static_cast<double>(met_);
  }
  const auto mutations = adaptation_->mutation_memory();
  const auto crossovers = adaptation_->crossover_memory();
  record.mutation_memory.assign(mutations.begin(), mutations.end());
  record.crossover_memory.assign(crossovers.begin(), crossovers.end());
  return record;
}

void Evolution::save(base::Encoder& out) const {
  put_population(out, population_);
  put_array<double>(out, archive_.points());
  out.put_varint(archive_.capacity());
  put_array<Success>(out, successes_);
  for (const double value : {sum_of_mutations_, sum_of_crossovers_, progress_, first_epsilon_, epsilon_}) {
    out.put(value);
  }
  out.put_varint(met_);
  out.put_varint(elite_size_);
  out.put_varint(planned_size_);
  adaptation_->save(out);
}

bool Evolution::load(base::Decoder& in) {
  const auto d = population_.dimension;
  const bool has_population = get_population(in, population_);
  auto archived = get_array<double>(in);
  const auto capacity = static_cast<std::size_t>(in.get_varint());
  successes_ = get_array<Success>(in);
  for (double* value : {&sum_of_mutations_, &sum_of_crossovers_, &progress_, &first_epsilon_, &epsilon_}) {
    *value = in.get<double>();
  }
  met_ = in.get_varint();
  elite_size_ = static_cast<std::size_t>(in.get_varint());
  planned_size_ = static_cast<std::size_t>(in.get_varint());
  if (!adaptation_->load(in) || !in.ok() || !has_population) return false;
  if (archived.size() % d != 0 || archived.size() / d > capacity) return false;
  if (elite_size_ == 0 || elite_size_ > planned_size_ || planned_size_ < least_population(recipe_.mutation))
    return false;
  archive_.restore(std::move(archived), capacity);
  return true;
}

}  // namespace winnow::evolve
