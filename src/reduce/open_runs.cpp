#include "reduce/open_runs.hpp"

#include <cassert>
#include <vector>

#include "reduce/gather_groups.hpp"
#include "reduce/rejected_record.hpp"
#include "reduce/run_record.hpp"
#include "reduce/text_bytes.hpp"

namespace winnow::reduce {
namespace {

constexpr std::uint32_t the_run_itself = ~std::uint32_t{0};

/// Gives the state a number for each metric of all ranks, behind those it has.
void meet_all_metrics(NodeState& state, SharedState& shared) {
  for (MetricId metric = 0; metric < shared.metrics.size(); ++metric) {
    const auto number = state.metrics.id_of(shared.metrics[metric]);
    if (number == shared.numbers.size()) shared.numbers.push_back(metric);
  }
}

/// The state's number for each metric of all ranks.
std::vector<MetricId> inverse_of(const std::vector<MetricId>& numbers) {
  std::vector<MetricId> inverse(numbers.size());
  for (MetricId number = 0; number < numbers.size(); ++number) inverse[numbers[number]] = number;
  return inverse;
}

void close_run(const Scheme& scheme, const OpenRun& run, const GroupTable& runs, GroupTable::Id id,
               const SharedState& shared, const std::vector<MetricId>& mine, RecordSpool& rows) {
  std::vector<read::FieldValue> fields;
  [[maybe_unused]] const bool matches = scheme.fields_of(run.path, fields);
  assert(matches);
  std::vector<double> values;
  for (const auto metric : shared.layouts.at(run.layout)) {
    values.push_back(runs.summary(id, mine[metric]).moments.mean());
  }
  base::Buffer record;
  base::Encoder out(record);
  put_run({run.path, run.layout, key_of_fields(fields), values}, out);
  [[maybe_unused]] const bool whole = rows.append(record);
  assert(whole);
}

}  // namespace

std::string OpenRun::key() const {
  std::string text(path);
  text += '\0';
  base::Buffer rest;
  base::Encoder out(rest);
  out.put(grouping.value_or(the_run_itself));
  out.put(layout);
  return text.append(as_text(rest)).append(group);
}

OpenRun OpenRun::of(std::string_view key) {
  OpenRun run;
  run.path = key.substr(0, key.find('\0'));
  base::Decoder in(as_bytes(key.substr(run.path.size() + 1)));
  const auto grouping = in.get<std::uint32_t>();
  if (grouping != the_run_itself) run.grouping = grouping;
  run.layout = in.get<std::uint64_t>();
  run.group = key.substr(run.path.size() + 1 + sizeof grouping + sizeof run.layout);
  return run;
}

void close_group(const std::string& path, const GroupTable& runs, GroupTable::Id id, std::string_view key,
                 GroupTable& groups) {
  const auto group = groups.group(key, runs.metrics(id));
  const read::Position start{1, 0};
  for (MetricId metric = 0; metric < runs.metrics(id); ++metric) {
    const auto& moments = runs.summary(id, metric).moments;
    if (moments.count() + moments.missing() == 0) continue;
    const double mean = moments.mean();
    groups.add(group, metric, {&mean, 1}, path, {&start, 1});
  }
}

void close_open_runs(const Scheme& scheme, NodeState& state, SharedState& shared, base::Team& team) {
  if (!team.any(state.open_runs.size() > 0)) return;
  meet_all_metrics(state, shared);
  auto& runs = state.open_runs;
  const auto mine = inverse_of(shared.numbers);
  const auto memory = scheme.config.record_memory;
  for (const auto id : gather_groups(runs, shared.numbers, mine, memory, team, file_part)) {
    const auto run = OpenRun::of(runs.key(id));
    if (run.grouping) {
      close_group(std::string(run.path), runs, id, run.group, state.groups[*run.grouping]);
    } else {
      close_run(scheme, run, runs, id, shared, mine, state.runs);
    }
  }
  runs.clear();
}

}  // namespace winnow::reduce
