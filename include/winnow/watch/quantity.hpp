#pragma once
// What is measured of a rank, of the programs that it has started, and of its node: one list, from which the
// columns of tables, metrics and thresholds take their names and units.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace winnow::watch {

enum class Quantity : std::uint8_t {
  // of the rank's process
  resident,
  peak_resident,
  proportional,
  virtual_size,
  swapped,
  allocated,
  allocator_held,
  held,
  cpu_time,
  threads,
  open_files,
  minor_faults,
  major_faults,
  voluntary_switches,
  involuntary_switches,
  read,
  written,
  storage_read,
  storage_written,
  // of all that its spawner has started, and what descends from that
  children,
  children_resident,
  children_cpu_time,
  // of the node, or of the control group that limits it
  node_in_use,
  node_limit,
  node_available,
  node_swapped,
  memory_pressure,
  cpu_pressure,
  io_pressure,
};

inline constexpr std::size_t quantity_count = static_cast<std::size_t>(Quantity::io_pressure) + 1;

struct QuantityText {
  Quantity quantity;
  std::string_view name;   ///< as a column or a threshold is called: "resident"
  std::string_view units;  ///< "B", "s" or "1"
  std::string_view long_name;
  bool is_counter =
      false;  ///< it only ever grows: what a run took is the difference of its end and its start
};

/// All quantities, in the order of the enumeration.
[[nodiscard]] std::span<const QuantityText> all_quantities();

[[nodiscard]] const QuantityText& text_of(Quantity quantity);

/// The quantity of that name; nothing if there is none.
[[nodiscard]] std::optional<Quantity> quantity_named(std::string_view name);

}  // namespace winnow::watch
