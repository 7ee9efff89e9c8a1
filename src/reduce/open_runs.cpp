#include "reduce/open_runs.hpp"

#include <cassert>
#include <numeric>
#include <utility>
#include <vector>

#include "reduce/exact_mean.hpp"
#include "reduce/gather_sorted.hpp"
#include "reduce/run_record.hpp"
#include "reduce/text_bytes.hpp"

namespace winnow::reduce {
namespace {

constexpr std::uint32_t the_run_itself = ~std::uint32_t{0};

/// Of a run that was put together, whose metrics no single file need have: all that there are. The ids of
/// other layouts are hashes.
constexpr std::uint64_t layout_of_all = 0;

/// Gives the state a number for each metric of all ranks, behind those it has.
void meet_all_metrics(NodeState& state, SharedState& shared) {
  for (MetricId metric = 0; metric < shared.metrics.size(); ++metric) {
    const auto number = state.number_of(shared.metrics[metric]);
    if (number == shared.numbers.size()) shared.numbers.push_back(metric);
  }
}

/// The layouts of all ranks in the state's numbers, which `shared` has for all metrics.
Layouts state_layouts(const SharedState& shared) {
  std::vector<MetricId> state_number(shared.numbers.size());
  for (MetricId number = 0; number < shared.numbers.size(); ++number) {
    state_number[shared.numbers[number]] = number;
  }
  auto layouts = shared.layouts;
  for (auto& [id, metrics] : layouts) {
    for (auto& metric : metrics) metric = state_number[metric];
  }
  return layouts;
}

/// Takes the parts in the order of their keys and closes what they add up to.
class Closing {
 public:
  Closing(const Scheme& scheme, NodeState& state, const SharedState& shared)
      : scheme_(scheme), state_(state), layouts_(state_layouts(shared)), sums_(shared.metrics.size()) {}

  void add(const Record& part) {
    const auto common = RunPart::common(part.key);
    if (common != common_) close();
    const auto path = RunPart::of(part.key).path;
    if (files_ == 0) {
      common_ = common;
      first_path_ = path;
    }
    if (files_ == 0 || path != last_path_) ++files_;
    last_path_ = path;
    base::Decoder in(as_bytes(part.payload));
    for (const auto metric : layouts_.at(in.get<std::uint64_t>())) {
      [[maybe_unused]] const bool whole = sums_[metric].merge_encoded(in);
      assert(whole);
    }
    assert(in.at_end());
  }

  /// Closes what was added last.
  void close() {
    if (files_ == 0) return;
    const auto run = RunPart::of(common_);
    if (run.grouping) {
      close_group(run);
    } else {
      close_run();
    }
    sums_.assign(sums_.size(), {});
    files_ = 0;
  }

  [[nodiscard]] std::uint64_t pooled() const { return pooled_; }

 private:
  void close_group(const RunPart& run) {
    std::vector<RunMean> means;
    for (MetricId metric = 0; metric < sums_.size(); ++metric) {
      if (sums_[metric].count() + sums_[metric].missing() > 0)
        means.push_back({metric, sums_[metric].mean()});
    }
    reduce::close_group(first_path_, means, sums_.size(), run.group, state_.groups[*run.grouping]);
  }

  void close_run() {
    std::vector<read::FieldValue> fields;
    [[maybe_unused]] const bool matches = scheme_.fields_of(first_path_, fields);
    assert(matches);
    std::vector<double> means;
    bool is_pooled = false;
    for (const auto metric : layouts_.at(layout_of_all)) {
      means.push_back(sums_[metric].mean());
      is_pooled = is_pooled || sums_[metric].count() > 1;
    }
    if (is_pooled && files_ > 1) ++pooled_;
    base::Buffer record;
    base::Encoder out(record);
    put_run({first_path_, files_, layout_of_all, scheme_.run_fields_key(fields), means}, out);
    [[maybe_unused]] const bool whole = state_.runs.append(record);
    assert(whole);
  }

  const Scheme& scheme_;
  NodeState& state_;
  Layouts layouts_;
  std::uint64_t pooled_ = 0;

  // Of the parts that are being added up.
  std::string common_;
  std::string first_path_;
  std::string last_path_;
  std::uint64_t files_ = 0;
  std::vector<ExactMean> sums_;  ///< by the state's number of the metric
};

}  // namespace

std::string RunPart::key() const {
  base::Buffer bytes;
  base::Encoder out(bytes);
  out.put(grouping.value_or(the_run_itself));
  out.put_text(group);
  out.put_text(run);
  return std::string(as_text(bytes)).append(path);
}

RunPart RunPart::of(std::string_view key) {
  RunPart part;
  base::Decoder in(as_bytes(key));
  const auto grouping = in.get<std::uint32_t>();
  if (grouping != the_run_itself) part.grouping = grouping;
  part.group = in.get_text();
  part.run = in.get_text();
  assert(in.ok());
  part.path = key.substr(static_cast<std::size_t>(part.run.data() + part.run.size() - key.data()));
  return part;
}

std::string_view RunPart::common(std::string_view key) {
  return key.substr(0, key.size() - of(key).path.size());
}

void put_part(const RunPart& part, std::uint64_t layout, std::span<const MetricId> layout_metrics,
              const GroupTable& moments, GroupTable::Id id, base::Encoder& out) {
  base::Buffer payload;
  base::Encoder values(payload);
  values.put(layout);
  for (const auto metric : layout_metrics) ExactMean::encode(moments.summary(id, metric).moments, values);
  put_record({part.key(), as_text(payload)}, out);
}

void close_group(const std::string& path, std::span<const RunMean> means, std::size_t metrics,
                 std::string_view key, GroupTable& groups) {
  const auto group = groups.group(key, metrics);
  const read::Position start{1, 0};
  for (const auto& [metric, mean] : means) groups.add(group, metric, {&mean, 1}, path, {&start, 1});
}

std::uint64_t close_open_runs(const Scheme& scheme, NodeState& state, SharedState& shared, base::Team& team) {
  if (!team.any(!state.open_runs.is_empty())) return 0;
  meet_all_metrics(state, shared);
  auto& all = shared.layouts[layout_of_all];
  all.resize(shared.metrics.size());
  std::iota(all.begin(), all.end(), MetricId{0});
  const auto& config = scheme.config;
  RecordSorter parts(config.scratch_folder, config.record_memory);
  gather_sorted(
      std::move(state.open_runs), team, config.record_memory, parts, [](const Record&) {}, RunPart::common);
  Closing closing(scheme, state, shared);
  for (Record part; parts.next(part);) closing.add(part);
  closing.close();
  return closing.pooled();
}

}  // namespace winnow::reduce
