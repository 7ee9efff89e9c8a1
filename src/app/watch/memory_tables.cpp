#include "app/watch/memory_tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <limits>
#include <numeric>
#include <string_view>

#include "winnow/base/columns.hpp"
#include "winnow/store/memory_table.hpp"

namespace winnow::app {
namespace {

using base::column;
using base::described;
using watch::Growth;
using watch::Quantity;
using watch::Sample;

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
constexpr double seconds_a_minute = 60;

/// Three columns: the slope with its interval.
void add_growth(store::MemoryTable& table, const std::vector<RankUse>& uses,
                std::optional<Growth> RankUse::*growth) {
  const auto add = [&](std::string name, double Growth::*bound, std::string_view long_name) {
    table.add(std::move(name),
              column(uses,
                     [&](const RankUse& use) {
                       return use.*growth ? *(use.*growth).*bound * seconds_a_minute : unknown;
                     }),
              described(long_name, "B min-1"));
  };
  add("growth", &Growth::slope, "growth in the later half of the time");
  add("growth_low", &Growth::lower, "lower bound of growth, 95 % confidence");
  add("growth_high", &Growth::upper, "upper bound of growth, 95 % confidence");
}

/// How a quantity is told in one number.
enum class Told { last, greatest, least, rise };

double told(const RankUse& use, Quantity quantity, Told how) {
  switch (how) {
    case Told::last:
      return use.last.value_or_nan(quantity);
    case Told::greatest:
      return use.greatest.value_or_nan(quantity);
    case Told::least:
      return use.least.value_or_nan(quantity);
    case Told::rise:
      return use.rise(quantity);
  }
  return unknown;
}

struct ToldQuantity {
  Quantity quantity;
  Told how;
};

void add_quantities(store::MemoryTable& table, const std::vector<RankUse>& uses,
                    std::initializer_list<ToldQuantity> quantities) {
  for (const auto& [quantity, how] : quantities) {
    const auto& text = watch::text_of(quantity);
    table.add(std::string(text.name),
              column(uses, [&, q = quantity, h = how](const RankUse& use) { return told(use, q, h); }),
              described(text.long_name, text.units));
  }
}

struct Limits {
  std::vector<double> values;
  std::string_view long_name;  ///< what they are
};

/// That the plan keeps to on the node of each use; NaN where it knows none.
std::vector<double> plan_limits(const std::vector<RankUse>& uses, const cluster::Cluster& cluster,
                                const plan::Plan& plan) {
  return column(uses, [&](const RankUse& use) {
    const auto limit = plan.nodes[cluster.node_of(use.rank)].limit;
    return limit.is_unlimited() ? unknown : static_cast<double>(limit.count);
  });
}

/// Initial, current and greatest value of a rank's memory or of what is in use on its node, and the share of
/// `limits` that the greatest is.
void add_course(store::MemoryTable& table, const std::vector<RankUse>& uses, Quantity quantity, Quantity peak,
                const Limits& limits) {
  const auto of = [&](const Sample RankUse::*sample, Quantity which) {
    return column(uses, [&](const RankUse& use) { return (use.*sample).value_or_nan(which); });
  };
  const auto peaks = of(&RankUse::greatest, peak);
  std::vector<double> shares(peaks.size());
  std::ranges::transform(peaks, limits.values, shares.begin(), std::divides{});
  table.add("initial", of(&RankUse::first, quantity), described("at the start", "B"));
  table.add("current", of(&RankUse::last, quantity), described("at the end", "B"));
  table.add("peak", peaks, described("greatest", "B"));
  table.add("limit_share", shares, described(fmt::format("peak over {}", limits.long_name), "1"));
}

std::vector<std::string> hostnames(const std::vector<RankUse>& uses, const cluster::Cluster& cluster) {
  std::vector<std::string> names;
  for (const auto& use : uses) names.push_back(cluster.nodes[cluster.node_of(use.rank)].facts.hostname);
  return names;
}

/// Of each node, that of the first rank which has measured it, or of any; a node without a rank is left out.
std::vector<RankUse> one_a_node(const std::vector<RankUse>& uses, const cluster::Cluster& cluster) {
  std::vector<RankUse> chosen;
  for (std::size_t node = 0; node < cluster.nodes.size(); ++node) {
    const auto is_here = [&](const RankUse& use) { return cluster.node_of(use.rank) == node; };
    auto found = std::ranges::find_if(uses, [&](const RankUse& use) {
      return is_here(use) && use.last[Quantity::node_in_use].has_value();
    });
    if (found == uses.end()) found = std::ranges::find_if(uses, is_here);
    if (found != uses.end()) chosen.push_back(*found);
  }
  return chosen;
}

/// Quantities that every sample has; the others cost too much to be measured each time.
bool is_sampled(Quantity quantity) {
  return quantity != Quantity::proportional && quantity != Quantity::allocated &&
         quantity != Quantity::allocator_held;
}

/// A slab of samples, of each rank its own.
class SamplesTable final : public base::TableSource {
 public:
  SamplesTable(int rank, std::vector<Sample> samples, std::uint64_t first_row, std::uint64_t rows)
      : rank_(rank), samples_(std::move(samples)) {
    shape_.path = "run/samples";
    shape_.row_dimension = "sample";
    shape_.rows = rows;
    shape_.first_row = first_row;
    shape_.own_rows = samples_.size();
    add("rank", base::CellType::int64, {});
    add("time", base::CellType::float64, described("since the start of the run", "s"));
    for (const auto& text : watch::all_quantities()) {
      if (is_sampled(text.quantity)) {
        add(text.name, base::CellType::float64, described(text.long_name, text.units));
      }
    }
  }

  [[nodiscard]] const base::TableShape& shape() const override { return shape_; }

  void next(std::uint64_t at_most, base::Block& block) override {
    const auto rows = std::min<std::uint64_t>(at_most, samples_.size() - given_);
    const auto slab = std::span(samples_).subspan(given_, rows);
    block.rows = rows;
    block.cells.clear();
    block.cells.emplace_back(std::vector<std::int64_t>(rows, rank_));
    block.cells.emplace_back(cells(slab, [](const Sample& sample) { return sample.time.count; }));
    for (const auto& text : watch::all_quantities()) {
      if (!is_sampled(text.quantity)) continue;
      block.cells.emplace_back(
          cells(slab, [&](const Sample& sample) { return sample.value_or_nan(text.quantity); }));
    }
    given_ += rows;
  }

 private:
  template <class Get>
  static std::vector<double> cells(std::span<const Sample> samples, Get get) {
    std::vector<double> values;
    values.reserve(samples.size());
    for (const auto& sample : samples) values.push_back(get(sample));
    return values;
  }

  void add(std::string_view name, base::CellType type, std::vector<base::Attribute> described) {
    base::Variable variable;
    variable.name = name;
    variable.type = type;
    variable.coordinate = type == base::CellType::int64 || name == "time";
    variable.attributes = std::move(described);
    shape_.variables.push_back(std::move(variable));
  }

  int rank_;
  std::vector<Sample> samples_;
  std::uint64_t given_ = 0;
  base::TableShape shape_;
};

}  // namespace

std::unique_ptr<base::TableSource> memory_table(const std::vector<RankUse>& uses,
                                                const cluster::Cluster& cluster, const plan::Plan& plan) {
  auto table = std::make_unique<store::MemoryTable>("run/memory", "rank");
  table->add("rank", column(uses, &RankUse::rank));
  table->add("node", hostnames(uses, cluster));
  add_course(*table, uses, Quantity::resident, Quantity::peak_resident,
             {plan_limits(uses, cluster, plan), "the limit that the plan keeps to on the node"});
  add_growth(*table, uses, &RankUse::growth);
  using Q = Quantity;
  add_quantities(*table, uses,
                 {{Q::proportional, Told::last},
                  {Q::allocated, Told::last},
                  {Q::allocator_held, Told::last},
                  {Q::held, Told::greatest},
                  {Q::virtual_size, Told::greatest},
                  {Q::swapped, Told::greatest},
                  {Q::children, Told::greatest},
                  {Q::children_resident, Told::greatest},
                  {Q::cpu_time, Told::rise},
                  {Q::children_cpu_time, Told::rise},
                  {Q::threads, Told::greatest},
                  {Q::open_files, Told::greatest},
                  {Q::minor_faults, Told::rise},
                  {Q::major_faults, Told::rise},
                  {Q::voluntary_switches, Told::rise},
                  {Q::involuntary_switches, Told::rise},
                  {Q::read, Told::rise},
                  {Q::written, Told::rise},
                  {Q::storage_read, Told::rise},
                  {Q::storage_written, Told::rise}});
  table->add("samples", column(uses, [](const RankUse& use) { return static_cast<double>(use.samples); }));
  return table;
}

std::unique_ptr<base::TableSource> nodes_table(const std::vector<RankUse>& uses,
                                               const cluster::Cluster& cluster, const plan::Plan& plan) {
  auto table = std::make_unique<store::MemoryTable>("run/nodes", "node");
  using Q = Quantity;
  const auto nodes = one_a_node(uses, cluster);
  table->add("hostname", hostnames(nodes, cluster));
  const auto limits = column(nodes, [](const RankUse& use) { return use.last.value_or_nan(Q::node_limit); });
  table->add(
      "limit", limits,
      described(fmt::format("of the machine, for anybody on it: {}", watch::text_of(Q::node_limit).long_name),
                "B"));
  table->add("plan_limit", plan_limits(nodes, cluster, plan),
             described("of the run, that its plan keeps to; run/plan says who set it", "B"));
  add_course(*table, nodes, Q::node_in_use, Q::node_in_use, {limits, "the machine's limit"});
  add_growth(*table, nodes, &RankUse::node_growth);
  add_quantities(*table, nodes,
                 {{Q::node_available, Told::least},
                  {Q::node_swapped, Told::greatest},
                  {Q::memory_pressure, Told::greatest},
                  {Q::cpu_pressure, Told::greatest},
                  {Q::io_pressure, Told::greatest}});
  return table;
}

std::unique_ptr<base::TableSource> samples_table(int rank, const watch::Series& series, base::Team& team) {
  constexpr std::size_t all_ranks_together = 16'384;
  constexpr std::size_t fewest = 16;
  auto samples = series.spread(std::max(fewest, all_ranks_together / static_cast<std::size_t>(team.size())));
  const auto counts = team.gather_all(std::uint64_t{samples.size()});
  const auto mine = counts.begin() + team.rank();
  return std::make_unique<SamplesTable>(rank, std::move(samples),
                                        std::accumulate(counts.begin(), mine, std::uint64_t{0}),
                                        std::accumulate(counts.begin(), counts.end(), std::uint64_t{0}));
}

}  // namespace winnow::app
