#include "evolve/archipelago.hpp"

#include <algorithm>

#include "evolve/generation_optimizer.hpp"
#include "evolve/random_words.hpp"
#include "evolve/state_codec.hpp"
#include "evolve/steady_optimizer.hpp"

namespace winnow::evolve {
namespace {

/// The part of a whole that the island of that number gets: the first ones get what is left over.
std::uint64_t share(std::uint64_t whole, std::size_t count, std::size_t island) {
  return whole / count + (island < whole % count ? 1 : 0);
}

/// Every count-th of the points given, so that no two islands begin with the same.
std::vector<double> dealt(const std::vector<double>& points, std::size_t d, std::size_t count,
                          std::size_t island) {
  std::vector<double> result;
  for (std::size_t row = island; row < points.size() / d; row += count) {
    const auto begin = points.begin() + static_cast<std::ptrdiff_t>(row * d);
    result.insert(result.end(), begin, begin + static_cast<std::ptrdiff_t>(d));
  }
  return result;
}

Options options_of(const Options& whole, std::size_t d, std::size_t size, std::size_t island) {
  const auto count = whole.islands.count;
  auto options = whole;
  options.islands = {};
  options.population = size;
  if (options.budget.evaluations)
    options.budget.evaluations = share(*whole.budget.evaluations, count, island);
  options.in_flight = std::max<std::size_t>(1, (whole.in_flight + count - 1) / count);
  const StreamKey key{whole.seed, Purpose::island, 0};
  WordReader words(key, static_cast<std::uint32_t>(island), {});
  const std::uint64_t upper = words.word();
  options.seed = (upper << 32) | words.word();
  options.points = dealt(whole.points, d, count, island);
  if (options.init == Init::given && options.points.empty()) options.init = Init::random;
  return options;
}

/// The space without values to start from, which the first island tries.
Space without_starts(const Space& space) {
  auto parameters = space.parameters();
  for (auto& parameter : parameters) parameter.start.reset();
  return *Space::make(std::move(parameters), space.digits());
}

}  // namespace

Archipelago::Archipelago(const Space& space, const Options& options, std::size_t size)
    : dimension_(space.dimension()),
      keeps_step_(options.update == Update::generation),
      every_(options.islands.every) {
  for (std::size_t i = 0; i < options.islands.count; ++i) {
    const auto of_island = options_of(options, dimension_, size, i);
    const auto of_space = i == 0 ? space : without_starts(space);
    if (keeps_step_) {
      islands_.push_back(std::make_unique<GenerationOptimizer>(of_space, of_island, size));
    } else {
      islands_.push_back(std::make_unique<SteadyOptimizer>(of_space, of_island, size));
    }
  }
  gather();
}

std::uint64_t Archipelago::evaluations() const {
  std::uint64_t sum = 0;
  for (const auto& island : islands_) sum += island->evaluations();
  return sum;
}

bool Archipelago::is_in_step(const Island& island) const {
  return !keeps_step_ || island.generation() <= step_;
}

/// Asks the islands for all that they have, one candidate of each in turn, so that none is served first.
void Archipelago::gather() {
  Candidates one;
  for (bool any = true; any && end_ == End::none;) {
    any = false;
    for (std::uint32_t i = 0; i < islands_.size(); ++i) {
      one.clear();
      if (!is_in_step(*islands_[i]) || islands_[i]->ask(1, one) == 0) continue;
      any = true;
      const Place place{i, one.ids.front()};
      const auto [known, is_new] = ids_.try_emplace(place, next_id_);
      if (is_new) places_.emplace(next_id_++, place);
      ready_.push_back({known->second, i, one.individuals.front(), one.generations.front(), one.values});
    }
  }
}

std::size_t Archipelago::ask(std::size_t n, Candidates& out) {
  if (end_ != End::none) return 0;
  const auto count = std::min(n, ready_.size());
  for (std::size_t k = 0; k < count; ++k) {
    const auto& candidate = ready_.front();
    out.ids.push_back(candidate.id);
    out.generations.push_back(candidate.generation);
    out.islands.push_back(candidate.island);
    out.individuals.push_back(candidate.individual);
    out.values.insert(out.values.end(), candidate.values.begin(), candidate.values.end());
    ready_.pop_front();
  }
  return count;
}

void Archipelago::tell(std::span<const Told> results) {
  for (const auto& told : results) {
    tell_one(told);
    gather();
  }
}

void Archipelago::tell_one(const Told& told) {
  const auto at = places_.find(told.id);
  const bool is_asked = ready_.empty() || told.id < ready_.front().id;
  if (at == places_.end() || !is_asked) return;
  const auto place = at->second;
  const auto [number, local_id] = place;
  auto& island = *islands_[number];
  const auto before = island.generation();
  island.tell(std::vector<Told>{{local_id, told.outcome}});
  places_.erase(at);
  ids_.erase(place);
  const auto outcome = sanitized(told.outcome);
  if (best_.wants(outcome, told.id)) {
    auto best = *island.best();  // what is the best of all is the best of its island
    best.id = told.id;
    best.island = number;
    best_.keep(std::move(best));
  }
  follow(number, before);
}

void Archipelago::follow(std::uint32_t island, std::uint64_t generation_before) {
  if (!keeps_step_) {
    const auto now = islands_[island]->generation();
    collect_records();
    if (now != generation_before && now % every_ == 0) migrate_from(island);
    if (islands_[island]->end() == End::target) end_ = End::target;
    if (end_ == End::none) end_ = end_of_all();
    return;
  }
  const auto is_behind = [&](const auto& one) { return is_in_step(*one) && !one->finished(); };
  if (std::ranges::none_of(islands_, is_behind)) finish_step();
}

void Archipelago::finish_step() {
  ++step_;
  collect_records();
  if (step_ % every_ == 0) migrate();
  const auto has_target = [](const auto& island) { return island->end() == End::target; };
  end_ = std::ranges::any_of(islands_, has_target) ? End::target : end_of_all();
}

// All send before any receives: a newcomer does not travel on at once.
void Archipelago::migrate() {
  std::vector<Migrant> migrants;
  for (const auto& island : islands_) migrants.push_back(island->emigrant());
  for (std::size_t i = 0; i < islands_.size(); ++i) islands_[(i + 1) % islands_.size()]->receive(migrants[i]);
}

void Archipelago::migrate_from(std::uint32_t island) {
  islands_[(island + 1) % islands_.size()]->receive(islands_[island]->emigrant());
}

End Archipelago::end_of_all() const {
  const auto goes_on = [](const auto& island) { return !island->finished(); };
  return std::ranges::any_of(islands_, goes_on) ? End::none : islands_.front()->end();
}

void Archipelago::collect_records() {
  for (std::uint32_t i = 0; i < islands_.size(); ++i) {
    for (auto& record : islands_[i]->take_generations()) {
      record.island = i;
      records_.push_back(std::move(record));
    }
  }
}

std::vector<GenerationRecord> Archipelago::take_generations() {
  return std::exchange(records_, {});
}

void Archipelago::save(base::Encoder& out) const {
  for (const auto& island : islands_) island->save(out);
  out.put_varint(step_);
  out.put_varint(next_id_);
  best_.save(out);
  put_records(out, records_);
  out.put_varint(places_.size());
  for (const auto& [id, place] : places_) {
    out.put_varint(id);
    out.put_varint(place.first);
    out.put_varint(place.second);
  }
}

bool Archipelago::load(base::Decoder& in) {
  for (const auto& island : islands_) {
    if (!island->load(in)) return false;
  }
  step_ = in.get_varint();
  next_id_ = in.get_varint();
  if (!best_.load(in, dimension_) || !get_records(in, records_)) return false;
  places_.clear();
  ids_.clear();
  for (auto left = in.get_varint(); in.ok() && left > 0; --left) {
    const auto id = in.get_varint();
    const Place place{static_cast<std::uint32_t>(in.get_varint()), in.get_varint()};
    if (place.first >= islands_.size() || id >= next_id_) return false;
    places_.emplace(id, place);
    ids_.emplace(place, id);
  }
  const auto has_target = [](const auto& island) { return island->end() == End::target; };
  end_ = std::ranges::any_of(islands_, has_target) ? End::target : end_of_all();
  if (!in.ok()) return false;
  ready_.clear();
  gather();
  std::ranges::sort(ready_, {}, &Ready::id);
  return true;
}

}  // namespace winnow::evolve
