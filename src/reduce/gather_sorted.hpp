#pragma once
// Records of all ranks into one order.

#include <functional>

#include "reduce/key_ranges.hpp"
#include "reduce/record.hpp"
#include "reduce/record_sorter.hpp"
#include "reduce/record_spool.hpp"
#include "winnow/base/team.hpp"
#include "winnow/base/units.hpp"

namespace winnow::reduce {

/// \collective Spreads the records of all ranks so that the ranks' sorters, sorted and laid end to end in
/// rank order, hold all of them in order; records whose keys are alike in their `part` come to one rank.
/// `see` is shown each record that comes to this rank. The exchange() in between uses about `memory`.
void gather_sorted(RecordSpool spool, base::Team& team, base::Bytes memory, RecordSorter& sorter,
                   const std::function<void(const Record&)>& see, KeyRanges::Part part = {});

}  // namespace winnow::reduce
