#include "evolve/state_codec.hpp"

#include <algorithm>

namespace winnow::evolve {

void put_population(base::Encoder& out, const Population& population) {
  for (const auto* array : {&population.points, &population.objectives, &population.violations,
                            &population.mutations, &population.crossovers}) {
    put_array<double>(out, *array);
  }
}

bool get_population(base::Decoder& in, Population& population) {
  for (auto* array : {&population.points, &population.objectives, &population.violations,
                      &population.mutations, &population.crossovers}) {
    *array = get_array<double>(in);
  }
  const auto size = population.size();
  return in.ok() && population.points.size() == size * population.dimension &&
         population.violations.size() == size && population.mutations.size() == size &&
         population.crossovers.size() == size;
}

void put_records(base::Encoder& out, const std::vector<GenerationRecord>& records) {
  out.put_varint(records.size());
  for (const auto& record : records) {
    for (const auto number : {record.number, std::uint64_t{record.island}, record.evaluations,
                              record.population, record.feasible}) {
      out.put_varint(number);
    }
    for (const double value : {record.best.objective, record.best.violation, record.mean, record.spread,
                               record.mutation, record.crossover}) {
      out.put(value);
    }
    put_array<double>(out, record.mutation_memory);
    put_array<double>(out, record.crossover_memory);
  }
}

bool get_records(base::Decoder& in, std::vector<GenerationRecord>& records) {
  records.clear();
  for (auto left = in.get_varint(); in.ok() && left > 0; --left) {
    GenerationRecord record;
    record.number = in.get_varint();
    record.island = static_cast<std::uint32_t>(in.get_varint());
    for (auto* number : {&record.evaluations, &record.population, &record.feasible})
      *number = in.get_varint();
    for (double* value : {&record.best.objective, &record.best.violation, &record.mean, &record.spread,
                          &record.mutation, &record.crossover}) {
      *value = in.get<double>();
    }
    record.mutation_memory = get_array<double>(in);
    record.crossover_memory = get_array<double>(in);
    records.push_back(std::move(record));
  }
  return in.ok();
}

}  // namespace winnow::evolve
