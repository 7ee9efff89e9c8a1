#include "winnow/evolve/functions.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "evolve/bbob.hpp"
#include "evolve/plain_functions.hpp"
#include "winnow/base/text.hpp"

namespace winnow::evolve {
namespace {

constexpr std::size_t least_dimension = 2;  // the exponents of BBOB divide by D − 1

}  // namespace

std::span<const std::string> function_names() {
  static const std::string names[] = {"sphere",
                                      "separable_ellipsoid",
                                      "separable_rastrigin",
                                      "bueche_rastrigin",
                                      "linear_slope",
                                      "attractive_sector",
                                      "step_ellipsoid",
                                      "rosenbrock",
                                      "rotated_rosenbrock",
                                      "ellipsoid",
                                      "discus",
                                      "bent_cigar",
                                      "sharp_ridge",
                                      "different_powers",
                                      "rastrigin",
                                      "weierstrass",
                                      "schaffers_f7",
                                      "ill_conditioned_schaffers_f7",
                                      "griewank_rosenbrock",
                                      "schwefel",
                                      "gallagher101",
                                      "gallagher21",
                                      "katsuura",
                                      "lunacek",
                                      "plain_sphere",
                                      "plain_rosenbrock",
                                      "plain_rastrigin",
                                      "plain_ackley",
                                      "plain_griewank"};
  return names;
}

base::Result<TestFunction> make_function(std::string_view name, std::size_t dimension, std::uint64_t seed) {
  if (std::ranges::find(function_names(), name) == function_names().end()) {
    const auto near = base::nearest(name, function_names());
    return base::fail(fmt::format("unknown function \"{}\"", name), "",
                      fmt::format("write {}", near.empty() ? "one of " + base::enumerate(function_names())
                                                           : base::enumerate(near)));
  }
  if (dimension < least_dimension) {
    return base::fail(fmt::format("function \"{}\" of {} parameter", name, dimension),
                      "its definition is for two and more", "add parameters");
  }
  for (const auto& definitions :
       {bbob::unimodal_definitions(), bbob::multimodal_definitions(), bbob::gallagher_definitions()}) {
    for (const auto& definition : definitions) {
      if (definition.name == name) return definition.make(dimension, seed);
    }
  }
  const auto plain = std::ranges::find(plain_definitions(), name, &PlainDefinition::name);
  return plain->make(dimension);
}

}  // namespace winnow::evolve
