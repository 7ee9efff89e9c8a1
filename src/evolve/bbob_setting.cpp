#include "evolve/bbob_setting.hpp"

#include <numeric>
#include <utility>

#include "evolve/random_words.hpp"

namespace winnow::evolve::bbob {
namespace {

// Streams of Purpose::function by their numbers; 0 are the rotations.
constexpr std::uint64_t stream_of_points = 1;
constexpr std::uint64_t stream_of_signs = 2;
constexpr std::uint64_t stream_of_orders = 3;

WordReader words_of(std::uint64_t seed, std::uint64_t number, std::uint32_t stream) {
  return {StreamKey{seed, Purpose::function, number}, stream, {}};
}

}  // namespace

Vector Setting::points(std::size_t count, double reach) const {
  auto words = words_of(seed_, stream_of_points, 0);
  Vector result;
  for (std::size_t k = 0; k < count * dimension_; ++k) result.push_back(reach * (2 * words.uniform() - 1));
  return result;
}

Vector Setting::signs() const {
  auto words = words_of(seed_, stream_of_signs, 0);
  Vector result;
  for (std::size_t i = 0; i < dimension_; ++i) result.push_back(words.below(2) == 0 ? -1 : 1);
  return result;
}

std::vector<std::size_t> Setting::shuffled(std::size_t n, std::uint32_t stream) const {
  auto words = words_of(seed_, stream_of_orders, stream);
  std::vector<std::size_t> order(n);
  std::iota(order.begin(), order.end(), std::size_t{0});
  for (std::size_t left = n; left > 1; --left) std::swap(order[left - 1], order[words.below(left)]);
  return order;
}

Vector shifted(std::span<const double> x, std::span<const double> optimum) {
  Vector result(x.size());
  for (std::size_t i = 0; i < x.size(); ++i) result[i] = x[i] - optimum[i];
  return result;
}

double sum_of_squares(std::span<const double> x) {
  double sum = 0;
  for (const double coordinate : x) sum += coordinate * coordinate;
  return sum;
}

}  // namespace winnow::evolve::bbob
