#include "reduce/node_state.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>

#include "reduce/rejected_record.hpp"
#include "winnow/base/text.hpp"

namespace winnow::reduce {
namespace {

constexpr auto* fewer_groups =
    "group by fewer fields (reduce.group_by), name fewer metrics (reduce.metrics), or allow more memory "
    "(resources.memory, resources.eta)";

/// The state's number for each of the partial's, which are sparse; false if the partial is damaged.
bool take_metrics(base::Decoder& in, NodeState& state, std::vector<MetricId>& numbers) {
  constexpr std::uint64_t most = std::uint64_t{1} << 24;  // far above what a reader lets through
  for (auto left = in.get_varint(); in.ok() && left > 0; --left) {
    const auto number = in.get_varint();
    if (number >= most) return false;
    if (number >= numbers.size()) numbers.resize(number + 1);
    numbers[number] = state.number_of(in.get_text());
  }
  return in.ok();
}

bool take_layouts(base::Decoder& in, std::span<const MetricId> numbers, Layouts& layouts) {
  for (auto left = in.get_varint(); in.ok() && left > 0; --left) {
    const auto id = in.get<std::uint64_t>();
    std::vector<MetricId> layout;
    for (auto metrics_left = in.get_varint(); in.ok() && metrics_left > 0; --metrics_left) {
      const auto number = in.get_varint();
      if (number >= numbers.size()) return false;
      layout.push_back(numbers[number]);
    }
    const auto known = layouts.try_emplace(id, layout).first;
    if (known->second != layout) return false;
  }
  return in.ok();
}

bool take_groups(base::Decoder& in, std::span<const MetricId> numbers, GroupTable& groups) {
  for (auto left = in.get_varint(); in.ok() && left > 0; --left) {
    const auto key = in.get_text();
    if (!groups.merge(key, numbers, in)) return false;
  }
  return in.ok();
}

}  // namespace

NodeState::NodeState(const Scheme& scheme)
    : account(scheme.slots()),
      groups(empty_tables(scheme)),
      open_runs(scheme.config.scratch_folder, scheme.config.record_memory),
      runs(scheme.config.scratch_folder, scheme.config.record_memory),
      rejected(scheme.config.scratch_folder, scheme.config.record_memory),
      scheme_(scheme) {
}

bool NodeState::fold(std::span<const std::byte> partial) {
  empty_ = false;
  base::Decoder in(partial);
  if (const auto excess = in.get_varint(); excess > 0) refuse_excess({excess});
  std::vector<MetricId> numbers;
  inputs.merge(Inputs::decode(in));
  if (!account.merge_encoded(in) || !take_metrics(in, *this, numbers)) return false;
  if (!take_layouts(in, numbers, layouts)) return false;
  for (auto& grouping : groups) {
    if (!take_groups(in, numbers, grouping)) return false;
    check_group_memory();
  }
  const auto new_parts = in.get_bytes();
  const auto new_runs = in.get_bytes();
  const auto new_rejected = in.get_bytes();
  return in.ok() && in.at_end() && open_runs.append(new_parts) && runs.append(new_runs) &&
         rejected.append(new_rejected);
}

MetricId NodeState::number_of(std::string_view metric) {
  const auto before = metrics.size();
  const auto number = metrics.id_of(metric);
  if (metrics.size() > before) introduce(scheme_, number, metric, groups);
  return number;
}

base::Bytes NodeState::group_memory() const {
  base::Bytes total;
  for (const auto& grouping : groups) total += grouping.memory();
  return total;
}

void NodeState::check_group_memory() const {
  const auto taken = group_memory();
  if (taken <= group_limit_) return;
  const auto largest = std::ranges::max_element(groups, {}, &GroupTable::memory);
  const auto index = static_cast<std::size_t>(largest - groups.begin());
  throw base::Failure({fmt::format("the groups take {}, more than the {} that there is for them",
                                   base::to_text(taken), base::to_text(group_limit_)),
                       fmt::format("reduce/{} alone has {} groups of {} metrics and takes {} so far",
                                   scheme_.groupings[index].name, base::with_commas(largest->size()),
                                   base::with_commas(metrics.size()), base::to_text(largest->memory())),
                       fewer_groups,
                       {}});
}

void NodeState::refuse_excess(base::Bytes taken) const {
  throw base::Failure(
      {fmt::format("the groups of one piece of input take {}, more than the {} that there is for them "
                   "in a worker",
                   base::to_text(taken), base::to_text(kernel_limit_)),
       "",
       fmt::format("read smaller pieces (resources.chunk), {}", fewer_groups),
       {}});
}

void NodeState::reject_file(const Rejected& file, base::Bytes size) {
  account.reject_file();
  reject(file, size);
}

void NodeState::reject_piece(const PieceNote& note, const Rejected& why, base::Bytes size) {
  base::Buffer record;
  base::Encoder out(record);
  put_note(note, out);
  [[maybe_unused]] const bool whole = rejected.append(record);
  assert(whole);
  reject(why, size);
}

void NodeState::reject(const Rejected& file, base::Bytes size) {
  empty_ = false;
  account.reject({0, size.count});
  account.add(file);
  base::Buffer record;
  base::Encoder out(record);
  put_rejected(file, out);
  [[maybe_unused]] const bool whole = rejected.append(record);
  assert(whole);
}

}  // namespace winnow::reduce
