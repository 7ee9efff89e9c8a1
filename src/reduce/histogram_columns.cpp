#include "reduce/histogram_columns.hpp"

#include <algorithm>
#include <cassert>
#include <limits>
#include <utility>

#include "winnow/base/codec.hpp"
#include "winnow/reduce/ordered_bits.hpp"

namespace winnow::reduce {
namespace {

/// What a metric's values reach over.
struct Extent {
  OrderedBits low = std::numeric_limits<OrderedBits>::max();
  OrderedBits high = std::numeric_limits<OrderedBits>::min();

  void add(const Extent& other) {
    low = std::min(low, other.low);
    high = std::max(high, other.high);
  }
  /// Without any value, as numpy.histogram has it.
  [[nodiscard]] Bins bins(std::uint32_t count) const {
    if (low > high) return {0, 1, count};
    return {ordered_bits::value(low), ordered_bits::value(high), count};
  }
};

std::vector<Extent> extents_here(const GroupTable& groups, std::span<const GroupTable::Id> own,
                                 const std::vector<MetricId>& numbers) {
  std::vector<Extent> extents(numbers.size());
  for (const auto group : own) {
    for (std::size_t metric = 0; metric < numbers.size(); ++metric) {
      if (numbers[metric] >= groups.metrics(group)) continue;
      const auto& moments = groups.summary(group, numbers[metric]).moments;
      if (moments.count() == 0) continue;
      extents[metric].add({ordered_bits::of(moments.minimum()), ordered_bits::of(moments.maximum())});
    }
  }
  return extents;
}

/// \collective
std::vector<Extent> extents_everywhere(std::vector<Extent> here, base::Team& team) {
  base::Buffer mine;
  base::Encoder out(mine);
  for (const auto& extent : here) {
    out.put(extent.low);
    out.put(extent.high);
  }
  for (const auto& bytes : team.gather_all(std::move(mine))) {
    base::Decoder in(bytes);
    for (auto& extent : here) {
      const auto low = in.get<OrderedBits>();
      extent.add({low, in.get<OrderedBits>()});
    }
    assert(in.ok() && in.at_end());
  }
  return here;
}

base::Variable counts_variable(std::string name, std::string dimension, std::string meaning) {
  base::Variable variable;
  variable.name = std::move(name);
  variable.type = base::CellType::int64;
  variable.dimension = std::move(dimension);
  variable.attributes.push_back({"long_name", std::move(meaning)});
  return variable;
}

base::Dimension dimension_of(const std::string& name, const Bins& bins,
                             const std::vector<base::Attribute>& attributes) {
  const auto& edges = bins.edges();
  base::Dimension dimension{name + "_bin", {}};
  dimension.scales = {{name + "_bin", bins.centres(), attributes},
                      {name + "_bin_low", {edges.begin(), edges.end() - 1}, attributes},
                      {name + "_bin_high", {edges.begin() + 1, edges.end()}, attributes}};
  return dimension;
}

std::vector<base::Attribute> unit_of(const std::string& name, const base::TableShape& shape) {
  const auto variable = std::ranges::find(shape.variables, name, &base::Variable::name);
  if (variable == shape.variables.end()) return {};
  const auto unit = std::ranges::find(variable->attributes, "units", &base::Attribute::name);
  if (unit == variable->attributes.end()) return {};
  return {*unit};
}

}  // namespace

HistogramColumns::HistogramColumns(const Scheme& scheme, const GroupTable& groups,
                                   std::span<const GroupTable::Id> own, const std::vector<MetricId>& numbers,
                                   const SharedState& shared, base::Team& team)
    : groups_(groups), numbers_(numbers) {
  const auto extents = extents_everywhere(extents_here(groups, own, numbers), team);
  for (std::size_t metric = 0; metric < extents.size(); ++metric) {
    const auto* given = scheme.given_bins.of(shared.metrics[metric]);
    columns_.push_back({shared.variables[metric],
                        given != nullptr ? *given : extents[metric].bins(scheme.needs.bins),
                        given != nullptr});
  }
}

void HistogramColumns::describe(base::TableShape& shape) const {
  for (const auto& [name, bins, given] : columns_) {
    shape.dimensions.push_back(dimension_of(name, bins, unit_of(name, shape)));
    const auto& dimension = shape.dimensions.back().name;
    shape.variables.push_back(
        counts_variable(name + "_histogram", dimension, "number of values in each bin"));
    if (!given) continue;
    shape.variables.push_back(counts_variable(name + "_below", {}, "number of values below all bins"));
    shape.variables.push_back(counts_variable(name + "_above", {}, "number of values above all bins"));
  }
}

void HistogramColumns::append(GroupTable::Id group, std::size_t variable, base::Block& block) const {
  const auto cells = [&]() -> auto& {
    return std::get<std::vector<std::int64_t>>(block.cells[variable++]);
  };
  for (std::size_t metric = 0; metric < columns_.size(); ++metric) {
    const auto counts = count(group, metric);
    auto& bins = cells();
    bins.insert(bins.end(), counts.begin() + 1, counts.end() - 1);
    if (!columns_[metric].given) continue;
    cells().push_back(counts.front());
    cells().push_back(counts.back());
  }
}

std::vector<std::int64_t> HistogramColumns::count(GroupTable::Id group, std::size_t metric) const {
  const auto& [name, bins, given] = columns_[metric];
  std::vector<std::int64_t> counts(bins.count() + 2);
  const auto number = numbers_[metric];
  if (number >= groups_.metrics(group)) return counts;
  const auto summary = groups_.summary(group, number);
  if (given) {
    std::ranges::copy(summary.bin_counts->counts(), counts.begin());
    return counts;
  }
  // The extremes are known exactly, so a sketch need not leave their range.
  const double low = summary.moments.minimum();
  const double high = summary.moments.maximum();
  summary.distribution->see([&](double value, std::uint64_t times) {
    counts[bins.slot_of(std::clamp(value, low, high))] += static_cast<std::int64_t>(times);
  });
  return counts;
}

}  // namespace winnow::reduce
