#include "app/task_identity.hpp"

#include <xxhash.h>

#include <array>

namespace winnow::app {

TaskIdentity identity_of(const farm::Task& task) {
  const auto payload = XXH3_128bits(task.payload.data(), task.payload.size());
  const std::array<std::uint64_t, 3> state{payload.high64, task.size.count, task.revision};
  return {payload.low64, XXH3_64bits(state.data(), sizeof state)};
}

}  // namespace winnow::app
