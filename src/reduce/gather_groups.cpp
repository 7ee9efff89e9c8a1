#include "reduce/gather_groups.hpp"

#include <algorithm>
#include <cassert>

#include "reduce/text_bytes.hpp"

namespace winnow::reduce {

std::vector<GroupTable::Id> gather_groups(GroupTable& groups, const std::vector<MetricId>& to_all,
                                          const std::vector<MetricId>& from_all, base::Bytes memory,
                                          base::Team& team) {
  const auto before = groups.size();
  KeySample sample;
  for (GroupTable::Id id = 0; id < before; ++id) sample.add(groups.key(id));
  const auto ranges = KeyRanges::agree(sample, team);
  const auto rank = static_cast<std::size_t>(team.rank());

  GroupTable::Id leaving = 0;
  base::Buffer payload;
  const auto next_leaving = [&](Record& record) {
    while (leaving < before && ranges.owner_of(groups.key(leaving)) == rank) ++leaving;
    if (leaving == before) return false;
    payload.clear();
    base::Encoder out(payload);
    groups.encode(leaving, to_all, out);
    groups.release(leaving);
    record = {groups.key(leaving++), as_text(payload)};
    return true;
  };
  const auto take = [&](const Record& record) {
    base::Decoder in(as_bytes(record.payload));
    [[maybe_unused]] const bool whole = groups.merge(record.key, from_all, in);
    assert(whole && in.at_end());
  };
  exchange(ranges, team, memory, next_leaving, take);

  std::vector<GroupTable::Id> own;
  for (GroupTable::Id id = 0; id < groups.size(); ++id) {
    if (ranges.owner_of(groups.key(id)) == rank) own.push_back(id);
  }
  std::ranges::sort(own, {}, [&groups](GroupTable::Id id) { return groups.key(id); });
  return own;
}

}  // namespace winnow::reduce
