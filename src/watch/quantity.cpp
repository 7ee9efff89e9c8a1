#include "winnow/watch/quantity.hpp"

#include <algorithm>
#include <array>

namespace winnow::watch {
namespace {

using Q = Quantity;

constexpr std::array<QuantityText, quantity_count> texts{{
    {Q::resident, "resident", "B", "memory in RAM"},
    {Q::peak_resident, "peak_resident", "B", "most memory in RAM since the process began"},
    {Q::proportional, "proportional", "B", "memory in RAM, of what is shared an equal part"},
    {Q::virtual_size, "virtual_size", "B", "address space"},
    {Q::swapped, "swapped", "B", "memory in swap"},
    {Q::allocated, "allocated", "B", "given out by the allocator"},
    {Q::allocator_held, "allocator_held", "B", "taken from the system by the allocator"},
    {Q::held, "held", "B", "kept by the job because its work needs it"},
    {Q::cpu_time, "cpu_time", "s", "processor time of all threads", true},
    {Q::threads, "threads", "1", "threads"},
    {Q::open_files, "open_files", "1", "open descriptors"},
    {Q::minor_faults, "minor_faults", "1", "page faults without reading", true},
    {Q::major_faults, "major_faults", "1", "page faults that had to read", true},
    {Q::voluntary_switches, "voluntary_switches", "1", "context switches to wait", true},
    {Q::involuntary_switches, "involuntary_switches", "1", "context switches to give way", true},
    {Q::read, "read", "B", "read by system calls", true},
    {Q::written, "written", "B", "written by system calls", true},
    {Q::storage_read, "storage_read", "B", "fetched from storage", true},
    {Q::storage_written, "storage_written", "B", "sent to storage", true},
    {Q::children, "children", "1", "processes of programs"},
    {Q::children_resident, "children_resident", "B", "memory of programs in RAM, all together"},
    {Q::children_cpu_time, "children_cpu_time", "s", "processor time of programs", true},
    {Q::node_in_use, "node_in_use", "B", "in use of what the limit is set on, without file cache"},
    {Q::node_limit, "node_limit", "B", "least limit of the control groups, else physical memory"},
    {Q::node_available, "node_available", "B", "memory that the node could give without swapping"},
    {Q::node_swapped, "node_swapped", "B", "swap in use on the node"},
    {Q::memory_pressure, "memory_pressure", "1",
     "share of the last 10 s in which some task waited for memory"},
    {Q::cpu_pressure, "cpu_pressure", "1",
     "share of the last 10 s in which some task waited for a processor"},
    {Q::io_pressure, "io_pressure", "1", "share of the last 10 s in which some task waited for storage"},
}};

static_assert(std::ranges::equal(texts, texts, [](const QuantityText& text, const QuantityText& same) {
  return static_cast<std::size_t>(text.quantity) == static_cast<std::size_t>(&same - texts.data());
}));

}  // namespace

std::span<const QuantityText> all_quantities() {
  return texts;
}

const QuantityText& text_of(Quantity quantity) {
  return texts[static_cast<std::size_t>(quantity)];
}

std::optional<Quantity> quantity_named(std::string_view name) {
  const auto found = std::ranges::find(texts, name, &QuantityText::name);
  if (found == texts.end()) return std::nullopt;
  return found->quantity;
}

}  // namespace winnow::watch
