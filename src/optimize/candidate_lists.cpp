#include "optimize/candidate_lists.hpp"

namespace winnow::optimize {

evolve::Candidates part_of(const evolve::Candidates& all, std::size_t first, std::size_t count) {
  evolve::Candidates part;
  if (count == 0) return part;
  const auto cut = [&](const auto& from, auto& to, std::size_t width) {
    const auto begin = from.begin() + static_cast<std::ptrdiff_t>(first * width);
    to.assign(begin, begin + static_cast<std::ptrdiff_t>(count * width));
  };
  cut(all.ids, part.ids, 1);
  cut(all.generations, part.generations, 1);
  cut(all.islands, part.islands, 1);
  cut(all.individuals, part.individuals, 1);
  cut(all.values, part.values, all.values.size() / all.size());
  return part;
}

void append(const evolve::Candidates& from, std::size_t index, evolve::Candidates& to) {
  to.ids.push_back(from.ids[index]);
  to.generations.push_back(from.generations[index]);
  to.islands.push_back(from.islands[index]);
  to.individuals.push_back(from.individuals[index]);
  const auto values = from.values_of(index);
  to.values.insert(to.values.end(), values.begin(), values.end());
}

}  // namespace winnow::optimize
