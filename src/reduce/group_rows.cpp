#include "reduce/group_rows.hpp"

#include <algorithm>
#include <cassert>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "reduce/cells.hpp"
#include "reduce/field_key.hpp"
#include "reduce/gather_groups.hpp"
#include "reduce/student.hpp"

namespace winnow::reduce {
namespace {

/// The reader's number for each metric of the table, when the rank's own have the numbers from 0 on that
/// `metrics_of_own` tells: those it has not met follow.
std::vector<MetricId> number_all(const std::vector<MetricId>& metrics_of_own, std::size_t metrics) {
  constexpr auto none = ~MetricId{0};
  std::vector<MetricId> numbers(metrics, none);
  MetricId next = 0;
  for (const auto metric : metrics_of_own) numbers[metric] = next++;
  for (auto& number : numbers) {
    if (number == none) number = next++;
  }
  return numbers;
}

base::Attribute common_field(const read::Field& field, const read::FieldValue& value) {
  base::Attribute attribute{"field_" + field.name, {}};
  if (const auto* text = std::get_if<std::string>(&value)) {
    std::string buffer;
    attribute.value = std::string(cell_text(*text, buffer));
  } else if (const auto* integer = std::get_if<std::int64_t>(&value)) {
    attribute.value = *integer;
  } else {
    attribute.value = std::get<double>(value);
  }
  return attribute;
}

}  // namespace

GroupRows::GroupRows(std::shared_ptr<const Scheme> scheme, std::size_t grouping, GroupTable groups,
                     const SharedState& shared, base::Team& team)
    : scheme_(std::move(scheme)),
      grouping_(scheme_->groupings[grouping]),
      groups_(std::move(groups)),
      numbers_(number_all(shared.numbers, shared.metrics.size())) {
  order_ = gather_groups(groups_, shared.numbers, numbers_, scheme_->config.record_memory, team);
  describe(shared);
  if (scheme_->needs.bins > 0) {
    histograms_.emplace(*scheme_, groups_, order_, numbers_, shared, team);
    histograms_->describe(shape_);
  }
  if (scheme_->needs.distribution || scheme_->needs.bins > 0) describe_accuracy(team);
  place_slab(shape_, order_.size(), team);
}

void GroupRows::describe(const SharedState& shared) {
  shape_.path = "reduce/" + grouping_.name;
  shape_.row_dimension = "group";
  base::Dimension statistics{"statistic", {}};
  for (const auto statistic : scheme_->config.statistics) {
    statistics.labels.push_back(name_of(statistic));
    shape_.attributes.push_back({"statistic_" + statistics.labels.back(), meaning_of(statistic)});
  }
  shape_.dimensions.push_back(std::move(statistics));
  shape_.attributes.push_back(
      {"unit_of_replication", std::string(scheme_->config.unit == Unit::run ? "run" : "row")});

  const auto& fields = scheme_->fields();
  for (const auto& key : grouping_.keys) {
    shape_.variables.push_back(
        field_variable(key.field, shared.account.fields()[scheme_->slot_of(key)].width));
  }
  for (std::size_t metric = 0; metric < shared.metrics.size(); ++metric) {
    shape_.variables.push_back(metric_variable(shared.variables[metric], shared.metrics[metric]));
    shape_.variables.back().dimension = "statistic";
  }
  for (std::size_t field = 0; field < fields.size(); ++field) {
    const auto& summary = shared.account.fields()[field];
    const bool grouped = std::ranges::any_of(
        grouping_.keys, [field](const GroupKey& key) { return !key.in_rows && key.index == field; });
    if (!grouped && summary.common && summary.value) {
      shape_.attributes.push_back(common_field(fields[field], *summary.value));
    }
  }
}

/// Whether quantiles and histograms are exact is for the result to say: the least accurate one of all ranks
/// speaks for all.
void GroupRows::describe_accuracy(base::Team& team) {
  std::uint64_t coarsest = 0;  // one above the level, for zero stands for no grid
  for (const auto group : order_) {
    for (MetricId metric = 0; metric < groups_.metrics(group); ++metric) {
      const auto* grid = groups_.summary(group, metric).distribution->grid();
      if (grid != nullptr) coarsest = std::max<std::uint64_t>(coarsest, grid->level() + 1);
    }
  }
  coarsest = team.maximum(coarsest);
  const double error = coarsest == 0 ? 0.0 : LogGrid::error_bound(static_cast<unsigned>(coarsest - 1));
  const auto say = [&](const std::string& what) {
    shape_.attributes.push_back(
        {what + "_exact_at_most", static_cast<std::int64_t>(Distribution::exact_at_most)});
    shape_.attributes.push_back({what + "_relative_error", error});
  };
  if (scheme_->needs.distribution) say("quantiles");
  if (scheme_->needs.bins > 0) say("histograms_without_range");
}

void GroupRows::next(std::uint64_t at_most, base::Block& block) {
  block = empty_block(shape_.variables);
  block.rows = std::min<std::uint64_t>(at_most, order_.size() - next_);
  for (std::uint64_t row = 0; row < block.rows; ++row) append(order_[next_++], block);
}

void GroupRows::append(GroupTable::Id group, base::Block& block) {
  auto key = groups_.key(group);
  const Moments no_moments;
  const Distribution no_distribution;
  const Ends no_ends;
  const Summary none{no_moments, &no_distribution, &no_ends, nullptr};
  std::size_t variable = 0;
  for (const auto& part : grouping_.keys) {
    const auto value = take_from_key(part.field.type, key);
    append_field(block.cells[variable], value, shape_.variables[variable].text_width);
    ++variable;
  }
  for (const auto number : numbers_) {
    const auto summary = number < groups_.metrics(group) ? groups_.summary(group, number) : none;
    auto& cells = std::get<std::vector<double>>(block.cells[variable++]);
    for (const auto statistic : scheme_->config.statistics) cells.push_back(value_of(statistic, summary));
  }
  if (histograms_) histograms_->append(group, variable, block);
}

/// As evaluate() gives it. The quantile costs more than all else, and most metrics of a group have one count.
double GroupRows::value_of(Statistic statistic, const Summary& summary) {
  const auto count = summary.moments.count();
  if (statistic != Statistic::ci95 || count < 2) return evaluate(statistic, summary);
  if (std::exchange(last_count_, count) != count) last_quantile_ = student_quantile_975(count - 1);
  return last_quantile_ * summary.moments.standard_error();
}

}  // namespace winnow::reduce
