#include "app/journal/task_identity.hpp"

#include <xxhash.h>

#include <array>

namespace winnow::app {

TaskIdentity identity_of(std::string_view payload, std::uint64_t revision) {
  const auto hash = XXH3_128bits(payload.data(), payload.size());
  const std::array<std::uint64_t, 2> state{hash.high64, revision};
  return {hash.low64, XXH3_64bits(state.data(), sizeof state)};
}

}  // namespace winnow::app
