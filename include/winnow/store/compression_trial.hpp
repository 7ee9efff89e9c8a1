#pragma once
// What compressing a result costs and saves at other levels than the one it is written with.

#include <filesystem>
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
  double disk = 0;                 ///< bytes a second that the disk took of the sample; 0: not known
};

/// Compresses `columns` as HDF5 would, each with the filters that tables are written with (shuffle, deflate),
/// at levels 1, 4, 6 and 9.
[[nodiscard]] CompressionTrial try_compression(std::span<const base::Cells> columns,
                                               const base::Clock& clock);

/// Bytes a second at which `columns` come to rest on the disk of `folder`; nothing stays there. 0 where there
/// are none, or a file without a name cannot be made (O_TMPFILE).
[[nodiscard]] double try_disk(std::span<const base::Cells> columns, const std::filesystem::path& folder,
                              const base::Clock& clock);

}  // namespace winnow::store
