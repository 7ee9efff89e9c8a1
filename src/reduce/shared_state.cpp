#include "reduce/shared_state.hpp"

#include <algorithm>
#include <cassert>

#include "reduce/variable_names.hpp"

namespace winnow::reduce {
namespace {

/// Nothing at all if the rank has nothing to tell: of a thousand ranks, most lead no node.
base::Buffer encode(const NodeState& state, const Inputs& split) {
  base::Buffer bytes;
  if (state.is_empty() && split == Inputs()) return bytes;
  base::Encoder out(bytes);
  auto inputs = split;
  inputs.merge(state.inputs);
  inputs.encode(out);
  state.account.encode(out);
  out.put_varint(state.metrics.size());
  for (MetricId metric = 0; metric < state.metrics.size(); ++metric)
    out.put_text(state.metrics.name_of(metric));
  out.put_varint(state.layouts.size());
  for (const auto& [id, metrics] : state.layouts) {
    out.put(id);
    out.put_varint(metrics.size());
    for (const auto metric : metrics) out.put_varint(metric);
  }
  return bytes;
}

/// Layouts with the names of their metrics, for as long as the metrics have no common numbers.
using NamedLayouts = std::map<std::uint64_t, std::vector<std::string>>;

void decode_layouts(base::Decoder& in, const std::vector<std::string>& names, NamedLayouts& layouts) {
  for (auto left = in.get_varint(); in.ok() && left > 0; --left) {
    std::vector<std::string> metrics;
    const auto id = in.get<std::uint64_t>();
    for (auto metrics_left = in.get_varint(); in.ok() && metrics_left > 0; --metrics_left) {
      metrics.push_back(names.at(in.get_varint()));
    }
    layouts.insert_or_assign(id, std::move(metrics));
  }
}

MetricId index_of(const std::string& metric, const std::vector<std::string>& sorted) {
  const auto found = std::ranges::lower_bound(sorted, metric);
  assert(found != sorted.end() && *found == metric);
  return static_cast<MetricId>(found - sorted.begin());
}

/// The tables' names for what is no metric.
std::set<std::string> taken_names(const Scheme& scheme) {
  std::set<std::string> taken(reserved_names.begin(), reserved_names.end());
  for (const auto& field : scheme.fields()) taken.insert(field.name);
  for (const auto& column : scheme.key_columns) taken.insert(column.name);
  return taken;
}

}  // namespace

SharedState SharedState::agree(const Scheme& scheme, const NodeState& state, const Inputs& split,
                               base::Team& team) {
  SharedState shared{Account(scheme.slots()), {}, {}, {}, {}, {}};
  std::set<std::string> metrics;
  NamedLayouts layouts;
  for (const auto& from : team.gather_all(encode(state, split))) {
    if (from.empty()) continue;
    base::Decoder in(from);
    shared.inputs.merge(Inputs::decode(in));
    [[maybe_unused]] const bool whole = shared.account.merge_encoded(in);
    std::vector<std::string> names;
    for (auto left = in.get_varint(); in.ok() && left > 0; --left) names.emplace_back(in.get_text());
    decode_layouts(in, names, layouts);
    assert(whole && in.ok() && in.at_end());
    metrics.insert(names.begin(), names.end());
  }
  shared.metrics.assign(metrics.begin(), metrics.end());
  shared.variables = variable_names(shared.metrics, taken_names(scheme));
  for (const auto& [id, names] : layouts) {
    auto& layout = shared.layouts[id];
    for (const auto& name : names) layout.push_back(index_of(name, shared.metrics));
  }
  for (MetricId metric = 0; metric < state.metrics.size(); ++metric) {
    shared.numbers.push_back(index_of(state.metrics.name_of(metric), shared.metrics));
  }
  return shared;
}

}  // namespace winnow::reduce
