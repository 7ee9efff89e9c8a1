#include "evolve/low_discrepancy.hpp"

#include <boost/random/sobol.hpp>
#include <cassert>
#include <numeric>
#include <utility>

#include "evolve/random_words.hpp"

namespace winnow::evolve {
namespace {

/// The words of one dimension's scrambling.
WordReader words_of(std::uint64_t seed, std::size_t dimension) {
  return {StreamKey{seed, Purpose::init, 1}, static_cast<std::uint32_t>(dimension), {}};
}

/// 0 … n−1 in random order, by Fisher and Yates.
std::vector<std::uint32_t> permutation(std::size_t n, WordReader& words) {
  std::vector<std::uint32_t> result(n);
  std::iota(result.begin(), result.end(), 0U);
  for (std::size_t left = n; left > 1; --left) std::swap(result[left - 1], result[words.below(left)]);
  return result;
}

std::vector<std::uint32_t> first_primes(std::size_t count) {
  std::vector<std::uint32_t> primes;
  for (std::uint32_t candidate = 2; primes.size() < count; ++candidate) {
    bool is_prime = true;
    for (std::size_t i = 0; is_prime && i < primes.size() && primes[i] * primes[i] <= candidate; ++i) {
      is_prime = candidate % primes[i] != 0;
    }
    if (is_prime) primes.push_back(candidate);
  }
  return primes;
}

}  // namespace

std::vector<double> latin_hypercube(std::uint64_t seed, std::size_t count, std::size_t dimension) {
  std::vector<double> points(count * dimension);
  for (std::size_t j = 0; j < dimension; ++j) {
    auto words = words_of(seed, j);
    const auto intervals = permutation(count, words);
    for (std::size_t i = 0; i < count; ++i) {
      points[i * dimension + j] = (intervals[i] + words.uniform()) / static_cast<double>(count);
    }
  }
  return points;
}

std::vector<double> sobol(std::uint64_t seed, std::size_t count, std::size_t dimension) {
  assert(dimension <= most_sobol_dimensions);
  boost::random::sobol_engine<std::uint32_t, 32> sequence(dimension);
  std::vector<std::uint32_t> shifts;
  for (std::size_t j = 0; j < dimension; ++j) shifts.push_back(words_of(seed, j).word());
  std::vector<double> points(count * dimension);
  for (std::size_t k = 0; k < points.size(); ++k) {
    // The engine leaves out the sequence's first point, 0, without which 2^m points are not even.
    const std::uint32_t digits = k < dimension ? 0 : sequence();
    points[k] = ((digits ^ shifts[k % dimension]) + 0.5) * 0x1p-32;
  }
  return points;
}

std::vector<double> halton(std::uint64_t seed, std::size_t count, std::size_t dimension) {
  std::vector<double> points(count * dimension);
  const auto primes = first_primes(dimension);
  for (std::size_t j = 0; j < dimension; ++j) {
    auto words = words_of(seed, j);
    double scale = 1;
    for (std::size_t divisor = 1; scale > 0x1p-53; divisor *= primes[j]) {
      const auto digits = permutation(primes[j], words);
      scale /= primes[j];
      for (std::size_t i = 0; i < count; ++i) {
        points[i * dimension + j] += digits[(i / divisor) % primes[j]] * scale;
      }
    }
  }
  return points;
}

std::vector<double> uniform_points(std::uint64_t seed, std::size_t count, std::size_t dimension) {
  std::vector<double> points(count * dimension);
  for (std::size_t i = 0; i < count; ++i) {
    WordReader words(StreamKey{seed, Purpose::init, 0}, static_cast<std::uint32_t>(i), {});
    for (std::size_t j = 0; j < dimension; ++j) points[i * dimension + j] = words.uniform();
  }
  return points;
}

}  // namespace winnow::evolve
