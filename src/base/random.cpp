#include "winnow/base/random.hpp"

#include <Random123/philox.h>

#include <random>

namespace winnow::base {

std::uint64_t unforeseen() {
  std::random_device source;
  return (std::uint64_t{source()} << 32) | source();
}

std::uint64_t Random::bits(std::uint64_t index) const {
  const auto low = [](std::uint64_t x) { return static_cast<std::uint32_t>(x); };
  const auto high = [](std::uint64_t x) { return static_cast<std::uint32_t>(x >> 32); };
  const r123::Philox4x32::ctr_type counter{{low(index), high(index), low(stream_), high(stream_)}};
  const r123::Philox4x32::key_type key{{low(seed_), high(seed_)}};
  const auto block = r123::Philox4x32{}(counter, key);
  return (std::uint64_t{block[1]} << 32) | block[0];
}

double Random::uniform(std::uint64_t index) const {
  return static_cast<double>(bits(index) >> 11) * 0x1p-53;
}

}  // namespace winnow::base
