#pragma once
// What compressing a result costs and saves at other levels than the one it is written with.

#include <optional>
#include <span>
#include <vector>

#include "winnow/base/clock.hpp"
#include "winnow/base/table.hpp"
#include "winnow/base/units.hpp"

namespace winnow::store {

/// The level to deflate a table with: the one asked for, or else none below a gibibyte, where deflate
/// costs ten times what it saves in writing.
[[nodiscard]] int deflate_level(base::Bytes table, std::optional<int> asked);

/// A level of deflate, tried on a sample.
struct LevelTrial {
  int level = 0;
  double ratio = 1;             ///< size before over size after
  double bytes_per_second = 0;  ///< of the sample, on one thread
};

struct CompressionTrial {
  base::Bytes sample;              ///< what was tried; 0: nothing, the result was too small to be worth it
  std::vector<LevelTrial> levels;  ///< ascending; never level 0, which costs and saves nothing
};

/// Compresses `columns` as HDF5 would, each with the filters that tables are written with (shuffle, deflate),
/// at levels 1, 4, 6 and 9.
[[nodiscard]] CompressionTrial try_compression(std::span<const base::Cells> columns,
                                               const base::Clock& clock);

}  // namespace winnow::store
