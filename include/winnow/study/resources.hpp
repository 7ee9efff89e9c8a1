#pragma once
// [resources]: what a study may use of each node.

#include <cstdint>
#include <string>

#include "winnow/base/units.hpp"
#include "winnow/study/memory_level.hpp"
#include "winnow/study/word_or.hpp"
#include "winnow/study/worker_count.hpp"

namespace winnow::study {

enum class WorkerType : std::uint8_t {
  process,  ///< each rank runs a kernel
  thread    ///< the kernels of a node are threads of one rank
};

/// The initial values are the built-in defaults. Shares lie in (0, 1].
struct Resources {
  double eta = 0.75;                           ///< share of the memory limit that may be used
  AutoOr<base::Bytes> memory;                  ///< limit per node, beside the real one; auto: the real one
  double gamma = 3.0;                          ///< memory per byte of a piece in flight, until learned
  base::Bytes overhead = base::mebibytes(50);  ///< memory per worker, until learned
  AutoOr<std::uint32_t> workers;               ///< per node, kept as given
  WorkerCount min_workers = 1;                 ///< per node
  WorkerCount max_workers = WorkerCount::cores();  ///< per node
  std::uint32_t fallback_workers = 4;              ///< per node, where no memory limit can be read
  WorkerType worker_type = WorkerType::process;
  double cpu_limit = 1.0;     ///< share of the allowed cores
  AutoOr<base::Bytes> chunk;  ///< upper bound of a piece
  NoneOr<AutoOr<std::string>> learned{
      AutoOr<std::string>{}};  ///< file of what runs have shown of memory; auto: the user's
  NoneOr<MemoryLevel> reclaim{MemoryLevel{Share{0.80}}};  ///< in use, from which on caches give memory back
  bool safety = true;                                     ///< false: all allowed cores, no cap on memory

  bool operator==(const Resources&) const = default;
};

}  // namespace winnow::study
