#pragma once
// Inputs made of others.

#include <cstdint>
#include <string>
#include <vector>

namespace winnow::fuzz {

/// One of the inputs with a few bytes changed, cut, repeated or mixed with those of another: always the same
/// for the same seed and index. There must be inputs.
[[nodiscard]] std::string mutated(const std::vector<std::string>& inputs, std::uint64_t seed,
                                  std::uint64_t index);

}  // namespace winnow::fuzz
