#pragma once
// Arrays in the state of a search.

#include <cstring>
#include <span>
#include <type_traits>
#include <vector>

#include "evolve/population.hpp"
#include "winnow/base/codec.hpp"
#include "winnow/evolve/optimizer.hpp"

namespace winnow::evolve {

template <class T>
void put_array(base::Encoder& out, std::span<const T> values) {
  static_assert(std::is_trivially_copyable_v<T>);
  out.put_bytes(std::as_bytes(values));
}

/// Empty where the bytes do not hold whole values: callers compare the size with the one that must be.
template <class T>
std::vector<T> get_array(base::Decoder& in) {
  static_assert(std::is_trivially_copyable_v<T>);
  const auto bytes = in.get_bytes();
  std::vector<T> values(bytes.size() % sizeof(T) == 0 ? bytes.size() / sizeof(T) : 0);
  if (!values.empty()) std::memcpy(values.data(), bytes.data(), bytes.size());
  return values;
}

void put_population(base::Encoder& out, const Population& population);
/// False where the arrays do not fit together.
[[nodiscard]] bool get_population(base::Decoder& in, Population& population);

void put_records(base::Encoder& out, const std::vector<GenerationRecord>& records);
[[nodiscard]] bool get_records(base::Decoder& in, std::vector<GenerationRecord>& records);

}  // namespace winnow::evolve
