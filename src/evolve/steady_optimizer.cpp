#include "evolve/steady_optimizer.hpp"

#include <algorithm>
#include <bit>
#include <utility>

#include "evolve/initial_points.hpp"
#include "evolve/low_discrepancy.hpp"
#include "evolve/ranking.hpp"
#include "evolve/state_codec.hpp"

namespace winnow::evolve {
namespace {

// How often a trial that repeats another is made again, first from the population, then anywhere; a space
// that is all tried by then is given up to repetition.
constexpr std::uint32_t attempts_from_population = 8;
constexpr std::uint32_t attempts = 16;

}  // namespace

SteadyOptimizer::SteadyOptimizer(const Space& space, const Options& options, std::size_t size)
    : space_(space), options_(options), evolution_(space_, options_, size), trials_(space.dimension()) {
  const auto first_size = std::max(size, least_size());
  evolution_.population().resize(0);
  evolution_.begin_generation(0, used());
  left_in_generation_ = first_size;
  add_newcomers(initial_points(space_, options_, first_size));
}

// When the first trials are made, all but those in flight can be donors.
std::size_t SteadyOptimizer::least_size() const {
  return options_.in_flight + least_population(recipe_of(options_).mutation);
}

SteadyOptimizer::Flight& SteadyOptimizer::open_flight(std::uint32_t target) {
  if (free_rows_.empty()) {
    free_rows_.push_back(static_cast<std::uint32_t>(trials_.size()));
    trials_.resize(trials_.size() + 1);
  }
  flights_.push_back({made_++, generation_, target, free_rows_.back(), false});
  free_rows_.pop_back();
  return flights_.back();
}

void SteadyOptimizer::add_newcomers(const std::vector<double>& points) {
  const auto d = space_.dimension();
  for (std::size_t begin = 0; begin < points.size(); begin += d) {
    if (options_.budget.evaluations && made_ >= *options_.budget.evaluations) return;
    const auto row = open_flight(newcomer).row;
    std::copy_n(points.begin() + static_cast<std::ptrdiff_t>(begin), d, trials_.row(row));
    trials_.mutations[row] = first_control.mutation;
    trials_.crossovers[row] = first_control.crossover;
    keys_.insert(key_of(trials_, row));
  }
}

// FNV-1a over the bits of the values (Fowler, Noll and Vo, RFC 9923), 64 at a time.
std::uint64_t SteadyOptimizer::key_of(const Population& population, std::size_t row) const {
  std::vector<double> values(space_.dimension());
  space_.values_of(population.point(row), values);
  std::uint64_t key = 0xcbf29ce484222325;
  for (const double value : values) {
    key = (key ^ std::bit_cast<std::uint64_t>(value + 0.0)) * 0x100000001b3;
    key ^= key >> 29;
  }
  return key;
}

void SteadyOptimizer::scatter(const Flight& flight, std::uint32_t attempt) {
  const StreamKey key{options_.seed, Purpose::scatter, flight.id};
  WordReader words(key, attempt, {});
  for (std::size_t j = 0; j < space_.dimension(); ++j) {
    const double lower = space_.lower()[j];
    const double upper = space_.upper()[j];
    trials_.row(flight.row)[j] = std::min(lower + words.uniform() * (upper - lower), upper);
  }
}

void SteadyOptimizer::make_trial(std::uint32_t target) {
  const auto flight = open_flight(target);
  ++in_air_[target];
  std::uint64_t key = 0;
  for (std::uint32_t attempt = 0; attempt < attempts; ++attempt) {
    if (attempt < attempts_from_population) {
      evolution_.make_trial(flight.id, attempt, target, trials_, flight.row);
    } else {
      scatter(flight, attempt);
    }
    key = key_of(trials_, flight.row);
    if (!keys_.contains(key)) break;
  }
  keys_.insert(key);
}

std::uint32_t SteadyOptimizer::next_target() const {
  const auto comes_first = [&](std::uint32_t a, std::uint32_t b) {
    return std::pair(in_air_[a], returned_[a]) < std::pair(in_air_[b], returned_[b]);
  };
  if (!evolution_.breeders().empty())
    return *std::min_element(evolution_.breeders().begin(), evolution_.breeders().end(), comes_first);
  std::uint32_t chosen = 0;
  for (std::uint32_t i = 1; i < in_air_.size(); ++i) {
    if (comes_first(i, chosen)) chosen = i;
  }
  return chosen;
}

void SteadyOptimizer::make_trials() {
  const auto may_be_made = [&] {
    return !options_.budget.evaluations || made_ < *options_.budget.evaluations;
  };
  while (end_ == End::none && flights_.size() < options_.in_flight && may_be_made()) {
    if (!is_ranked_) evolution_.rank();
    is_ranked_ = true;
    make_trial(next_target());
  }
}

std::size_t SteadyOptimizer::ask(std::size_t n, Candidates& out) {
  if (end_ != End::none) return 0;
  std::size_t appended = 0;
  for (auto& flight : flights_) {
    if (appended == n) break;
    if (std::exchange(flight.asked, true)) continue;
    out.ids.push_back(flight.id);
    out.generations.push_back(flight.generation);
    out.islands.push_back(0);
    out.individuals.push_back(flight.target == newcomer ? static_cast<std::uint32_t>(flight.id)
                                                        : flight.target);
    const auto begin = out.values.size();
    out.values.resize(begin + space_.dimension());
    space_.values_of(trials_.point(flight.row), std::span(out.values).subspan(begin));
    ++appended;
  }
  return appended;
}

// A newcomer joins the population; any other trial meets its parent.
void SteadyOptimizer::settle(const Flight& flight) {
  auto& population = evolution_.population();
  if (flight.target == newcomer) {
    const auto individual = static_cast<std::uint32_t>(population.size());
    population.resize(population.size() + 1);
    population.copy(individual, trials_, flight.row);
    returned_.push_back(told_);
    in_air_.push_back(0);
    is_ranked_ = false;
    return;
  }
  const auto key_of_parent = key_of(population, flight.target);
  const bool replaced = evolution_.meet(trials_, flight.row, flight.target, flight.id);
  keys_.erase(keys_.find(replaced ? key_of_parent : key_of(trials_, flight.row)));
  if (replaced) is_ranked_ = false;
  returned_[flight.target] = told_;
  --in_air_[flight.target];
}

void SteadyOptimizer::take(std::size_t flight_index, const Outcome& outcome) {
  const auto flight = flights_[flight_index];
  flights_.erase(flights_.begin() + static_cast<std::ptrdiff_t>(flight_index));
  ++told_;
  trials_.set_outcome(flight.row, outcome);
  if (best_.wants(outcome, flight.id)) {
    Best best{flight.id, flight.generation, 0, outcome, std::vector<double>(space_.dimension())};
    space_.values_of(trials_.point(flight.row), best.values);
    best_.keep(std::move(best));
  }
  settle(flight);
  free_rows_.push_back(flight.row);
  if (--left_in_generation_ == 0) finish_generation();
  if (end_ == End::none) end_ = end_of(options_.budget, used(), best_.outcome());
}

void SteadyOptimizer::tell(std::span<const Told> results) {
  for (const auto& [id, outcome] : results) {
    const auto at = std::ranges::lower_bound(flights_, id, {}, &Flight::id);
    if (at == flights_.end() || at->id != id || !at->asked) continue;
    take(static_cast<std::size_t>(at - flights_.begin()), sanitized(outcome));
    make_trials();
  }
}

void SteadyOptimizer::finish_generation() {
  if (generation_ == 0) evolution_.open();
  evolution_.end_generation();
  const auto counted = census(evolution_.population());
  auto record = evolution_.record(counted);
  record.number = generation_++;
  record.evaluations = told_;
  records_.push_back(std::move(record));
  if (has_converged(options_.budget, counted, evolution_.population().size())) end_ = End::tolerance;
  reduce();
  evolution_.begin_generation(generation_, used());
  is_ranked_ = false;
  left_in_generation_ = evolution_.planned_size(used());
}

// The last individual takes the number of the one that goes.
void SteadyOptimizer::remove_individual(std::uint32_t individual) {
  auto& population = evolution_.population();
  const auto last = static_cast<std::uint32_t>(population.size() - 1);
  keys_.erase(keys_.find(key_of(population, individual)));
  if (individual != last) population.copy(individual, population, last);
  returned_[individual] = returned_[last];
  in_air_[individual] = in_air_[last];
  returned_.pop_back();
  in_air_.pop_back();
  for (auto& flight : flights_) {
    if (flight.target == last) flight.target = individual;
  }
  population.resize(last);
}

/// The worst individual but for parents of trials on their way; `newcomer` where all are.
std::uint32_t SteadyOptimizer::worst_at_rest() const {
  const auto& population = evolution_.population();
  std::uint32_t worst = newcomer;
  for (std::uint32_t i = 0; i < population.size(); ++i) {
    if (in_air_[i] > 0) continue;
    if (worst == newcomer ||
        is_better(population.outcome(worst), population.outcome(i), evolution_.epsilon())) {
      worst = i;
    }
  }
  return worst;
}

void SteadyOptimizer::reduce() {
  const auto planned = std::max(evolution_.planned_size(used()), least_size());
  while (evolution_.population().size() > planned) {
    const auto worst = worst_at_rest();
    if (worst == newcomer) break;
    remove_individual(worst);
  }
  evolution_.follow_reduction(used());
}

void SteadyOptimizer::receive(const Migrant& migrant) {
  const auto worst = worst_at_rest();
  if (worst == newcomer) return;
  const auto key = key_of(evolution_.population(), worst);
  if (!evolution_.take_in(migrant, worst)) return;
  keys_.erase(keys_.find(key));
  keys_.insert(key_of(evolution_.population(), worst));
  is_ranked_ = false;
}

std::vector<GenerationRecord> SteadyOptimizer::take_generations() {
  return std::exchange(records_, {});
}

void SteadyOptimizer::save(base::Encoder& out) const {
  for (const auto number : {made_, told_, generation_, left_in_generation_}) out.put_varint(number);
  out.put(end_ == End::tolerance);
  evolution_.save(out);
  best_.save(out);
  put_records(out, records_);
  put_array<std::uint64_t>(out, returned_);
  out.put_varint(flights_.size());
  for (const auto& flight : flights_) {
    out.put_varint(flight.id);
    out.put_varint(flight.generation);
    out.put(flight.target);
    put_array<double>(out, trials_.point(flight.row));
    out.put(trials_.mutations[flight.row]);
    out.put(trials_.crossovers[flight.row]);
  }
}

bool SteadyOptimizer::load_flights(base::Decoder& in) {
  trials_.resize(0);
  flights_.clear();
  free_rows_.clear();
  for (auto left = in.get_varint(); in.ok() && left > 0; --left) {
    const auto row = static_cast<std::uint32_t>(trials_.size());
    trials_.resize(trials_.size() + 1);
    Flight flight{in.get_varint(), in.get_varint(), in.get<std::uint32_t>(), row, false};
    const auto point = get_array<double>(in);
    trials_.mutations[row] = in.get<double>();
    trials_.crossovers[row] = in.get<double>();
    const bool is_in_order = flights_.empty() || flights_.back().id < flight.id;
    const bool has_parent = flight.target == newcomer || flight.target < evolution_.population().size();
    if (!in.ok() || point.size() != space_.dimension() || !is_in_order || !has_parent) return false;
    std::ranges::copy(point, trials_.row(row));
    flights_.push_back(flight);
    if (flight.target != newcomer) ++in_air_[flight.target];
  }
  return in.ok();
}

bool SteadyOptimizer::load(base::Decoder& in) {
  for (auto* number : {&made_, &told_, &generation_, &left_in_generation_}) *number = in.get_varint();
  const bool converged = in.get<bool>();
  if (!evolution_.load(in) || !best_.load(in, space_.dimension()) || !get_records(in, records_)) return false;
  const auto& population = evolution_.population();
  returned_ = get_array<std::uint64_t>(in);
  if (!in.ok() || returned_.size() != population.size()) return false;
  in_air_.assign(population.size(), 0);
  if (!load_flights(in)) return false;
  keys_.clear();
  for (std::size_t i = 0; i < population.size(); ++i) keys_.insert(key_of(population, i));
  for (const auto& flight : flights_) keys_.insert(key_of(trials_, flight.row));
  is_ranked_ = false;
  end_ = end_of(options_.budget, used(), best_.outcome());
  if (end_ == End::none && converged) end_ = End::tolerance;
  grow_to_least();
  make_trials();
  return true;
}

// More may be in flight than before: then newcomers join, spread as the first population would be by chance.
void SteadyOptimizer::grow_to_least() {
  const auto joining = static_cast<std::size_t>(
      std::ranges::count(flights_, newcomer, [](const Flight& flight) { return flight.target; }));
  const auto size = evolution_.population().size() + joining;
  if (size >= least_size()) return;
  auto scattered = options_;
  scattered.init = Init::random;
  scattered.seed = made_ ^ options_.seed;
  add_newcomers(initial_points(space_, scattered, least_size() - size));
}

}  // namespace winnow::evolve
