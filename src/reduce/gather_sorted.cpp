#include "reduce/gather_sorted.hpp"

#include <utility>

namespace winnow::reduce {

void gather_sorted(RecordSpool spool, base::Team& team, base::Bytes memory, RecordSorter& sorter,
                   const std::function<void(const Record&)>& see, KeyRanges::Part part) {
  const auto ranges = KeyRanges::agree(spool.sample(), team, std::move(part));
  const auto next = [&spool](Record& record) { return spool.next(record); };
  const auto take = [&](const Record& record) {
    see(record);
    sorter.add(record);
  };
  exchange(ranges, team, memory, next, take);
  sorter.sort();
}

}  // namespace winnow::reduce
