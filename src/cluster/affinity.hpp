#pragma once
// The operating system's word on where a thread may run.

#include "winnow/base/error.hpp"
#include "winnow/cluster/cpu_set.hpp"

namespace winnow::cluster {

/// Of the calling thread; empty if the system does not say.
[[nodiscard]] CpuSet affinity();

/// Keeps the calling thread to `pus`, which must not be empty.
[[nodiscard]] base::Result<void> set_affinity(const CpuSet& pus);

}  // namespace winnow::cluster
