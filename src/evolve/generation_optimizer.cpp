#include "evolve/generation_optimizer.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

#include "evolve/initial_points.hpp"
#include "evolve/state_codec.hpp"

namespace winnow::evolve {
namespace {

// How a trial was told of.
constexpr std::uint8_t not_told = 0;
constexpr std::uint8_t told_outcome = 1;
constexpr std::uint8_t told_what_stands_in = 2;

}  // namespace

GenerationOptimizer::GenerationOptimizer(const Space& space, const Options& options, std::size_t size)
    : space_(space), options_(options), evolution_(space_, options_, size), trials_(space.dimension()) {
  open_generation();
}

// A last generation that the budget cuts short has fewer trials than the population individuals; a first one
// is the population.
void GenerationOptimizer::open_generation() {
  size_ = evolution_.population().size();
  if (options_.budget.evaluations) {
    const auto left = *options_.budget.evaluations - std::min(*options_.budget.evaluations, first_id_);
    size_ = static_cast<std::size_t>(std::min<std::uint64_t>(size_, left));
  }
  trials_.resize(evolution_.population().size());
  is_told_.assign(size_, not_told);
  made_ = asked_ = told_ = 0;
  if (generation_ > 0) {
    evolution_.begin_generation(generation_, used());
    evolution_.rank();
  }
}

void GenerationOptimizer::make_trials(std::size_t end) {
  if (made_ >= end) return;
  if (generation_ > 0) {
    evolution_.make_trials(generation_, made_, end - made_, trials_);
    made_ = end;
  } else {
    trials_ = evolution_.population();
    trials_.points = initial_points(space_, options_, trials_.size());
    made_ = trials_.size();
  }
}

void GenerationOptimizer::append(std::size_t first, std::size_t count, Candidates& out) const {
  const auto d = space_.dimension();
  for (std::size_t i = first; i < first + count; ++i) {
    out.ids.push_back(first_id_ + i);
    out.individuals.push_back(static_cast<std::uint32_t>(i));
  }
  out.generations.insert(out.generations.end(), count, generation_);
  out.islands.insert(out.islands.end(), count, 0);
  const auto begin = out.values.size();
  out.values.insert(out.values.end(), trials_.row(first), trials_.row(first) + count * d);
  if (space_.is_plain()) return;
  for (std::size_t i = 0; i < count; ++i) {
    const auto values = std::span(out.values).subspan(begin + i * d, d);
    space_.values_of(values, values);
  }
}

// What a restored search was told before it was saved leaves gaps among what it asks for.
std::size_t GenerationOptimizer::ask(std::size_t n, Candidates& out) {
  if (end_ != End::none) return 0;
  std::size_t appended = 0;
  while (appended < n && asked_ < size_) {
    if (is_told_[asked_] != not_told) {
      ++asked_;
      continue;
    }
    auto end = asked_ + 1;
    while (end < size_ && end - asked_ < n - appended && is_told_[end] == not_told) ++end;
    make_trials(end);
    append(asked_, end - asked_, out);
    appended += end - asked_;
    asked_ = end;
  }
  return appended;
}

void GenerationOptimizer::take(std::size_t trial, const Outcome& outcome) {
  is_told_[trial] = outcome.stands_in ? told_what_stands_in : told_outcome;
  ++told_;
  trials_.set_outcome(trial, outcome);
  const auto id = first_id_ + trial;
  if (!best_.wants(outcome, id)) return;
  Best best{id, generation_, 0, outcome, std::vector<double>(space_.dimension())};
  space_.values_of(trials_.point(trial), best.values);
  best_.keep(std::move(best));
}

void GenerationOptimizer::tell(std::span<const Told> results) {
  for (const auto& [id, outcome] : results) {
    if (id < first_id_ || id - first_id_ >= asked_) continue;
    const auto trial = static_cast<std::size_t>(id - first_id_);
    if (is_told_[trial] != not_told) continue;
    take(trial, sanitized(outcome));
    if (told_ == size_) finish_generation();
  }
}

// A first population that the budget cuts short is of those evaluated alone.
void GenerationOptimizer::select() {
  if (generation_ == 0) {
    trials_.resize(size_);
    evolution_.population() = trials_;
    evolution_.open();
    return;
  }
  for (std::size_t i = 0; i < size_; ++i) evolution_.meet(trials_, i, i, generation_);
  evolution_.end_generation();
}

// The best stay, in the order in which they stand, so that individuals keep their neighbours.
void GenerationOptimizer::reduce() {
  auto& population = evolution_.population();
  const auto planned = evolution_.planned_size(used());
  if (planned >= population.size()) return;
  auto staying = best_first(population, evolution_.epsilon(), planned);
  std::ranges::sort(staying);
  for (std::size_t to = 0; to < staying.size(); ++to) {
    if (staying[to] != to) population.copy(to, population, staying[to]);
  }
  population.resize(planned);
  evolution_.follow_reduction(used());
}

void GenerationOptimizer::finish_generation() {
  select();
  first_id_ += size_;
  told_ = 0;
  const auto counted = census(evolution_.population());
  const bool converged = has_converged(options_.budget, counted, evolution_.population().size());
  auto record = evolution_.record(counted);
  record.number = generation_++;
  record.evaluations = first_id_;
  records_.push_back(std::move(record));
  reduce();
  end_ = end_of(options_.budget, used(), best_.outcome());
  if (end_ == End::none && converged) end_ = End::tolerance;
  open_generation();
}

void GenerationOptimizer::receive(const Migrant& migrant) {
  assert(made_ == 0);
  const auto worst =
      best_first(evolution_.population(), evolution_.epsilon(), evolution_.population().size()).back();
  if (evolution_.take_in(migrant, worst)) evolution_.rank();
}

std::vector<GenerationRecord> GenerationOptimizer::take_generations() {
  return std::exchange(records_, {});
}

// The trials are not saved: their streams make them again.
void GenerationOptimizer::save(base::Encoder& out) const {
  out.put_varint(generation_);
  out.put_varint(first_id_);
  out.put(end_ == End::tolerance);
  evolution_.save(out);
  best_.save(out);
  put_array<std::uint8_t>(out, is_told_);
  for (std::size_t i = 0; i < size_; ++i) {
    if (is_told_[i] == not_told) continue;
    out.put(trials_.objectives[i]);
    out.put(trials_.violations[i]);
  }
  put_records(out, records_);
}

bool GenerationOptimizer::load(base::Decoder& in) {
  generation_ = in.get_varint();
  first_id_ = in.get_varint();
  const bool converged = in.get<bool>();
  if (!evolution_.load(in) || !best_.load(in, space_.dimension())) return false;
  auto told = get_array<std::uint8_t>(in);
  const auto size = evolution_.population().size();
  if (!in.ok() || size == 0 || told.size() > size) return false;
  open_generation();
  // No more than was told of: before that, a migrant may yet come.
  const auto last_told = std::find_if(told.rbegin(), told.rend(), [](auto how) { return how != not_told; });
  make_trials(std::min<std::size_t>(size_, static_cast<std::size_t>(told.rend() - last_told)));
  for (std::size_t i = 0; i < told.size(); ++i) {
    if (told[i] == not_told) continue;
    Outcome outcome;
    outcome.objective = in.get<double>();
    outcome.violation = in.get<double>();
    outcome.stands_in = told[i] == told_what_stands_in;
    if (i < size_) take(i, outcome);  // the budget may have become smaller
  }
  if (!get_records(in, records_)) return false;
  end_ = end_of(options_.budget, used(), best_.outcome());
  if (end_ == End::none && converged) end_ = End::tolerance;
  if (told_ > 0 && told_ == size_) finish_generation();
  return in.ok();
}

}  // namespace winnow::evolve
