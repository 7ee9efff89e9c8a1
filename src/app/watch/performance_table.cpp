#include "app/watch/performance_table.hpp"

#include <algorithm>
#include <cassert>
#include <limits>
#include <string>
#include <string_view>

#include "winnow/base/columns.hpp"
#include "winnow/base/operations.hpp"
#include "winnow/store/memory_table.hpp"

namespace winnow::app {
namespace {

using Operation = watch::OperationStatistics;

std::string name_of(base::Resource resource) {
  switch (resource) {
    case base::Resource::processor:
      return "processor";
    case base::Resource::storage:
      return "storage";
    case base::Resource::messages:
      return "messages";
    case base::Resource::others:
      break;
  }
  return "others";
}

/// Adds columns that are each told by a function of an operation.
class Columns {
 public:
  Columns(store::MemoryTable& table, const std::vector<Operation>& operations)
      : table_(table), operations_(operations) {}

  template <class Get>
  void text(std::string name, std::string_view long_name, Get get) {
    table_.add(std::move(name), base::column(operations_, get), base::described(long_name));
  }

  template <class Get>
  void count(std::string name, std::string_view long_name, Get get, std::string_view units = "1") {
    table_.add(std::move(name), base::column(operations_, get), base::described(long_name, units));
  }

  template <class Get>
  void real(std::string name, std::string_view long_name, std::string_view units, Get get) {
    table_.add(std::move(name), base::column(operations_, get), base::described(long_name, units));
  }

 private:
  store::MemoryTable& table_;
  const std::vector<Operation>& operations_;
};

void add_amounts(Columns& columns) {
  columns.text("operation", "its name", &Operation::name);
  columns.text("description", "what it does", &Operation::long_name);
  columns.text("resource", "what it uses up or waits for",
               [](const Operation& one) { return name_of(one.resource); });
  columns.count("calls", "how often it ran", &Operation::calls);
  columns.count("items", "rows, candidates or messages that it was of", &Operation::items);
  columns.count(
      "bytes", "bytes that it was of", [](const Operation& one) { return one.bytes.count; }, "B");
}

void add_times(Columns& columns, base::Seconds all_own) {
  columns.real("own_time", "time without that of operations within it", "s",
               [](const Operation& one) { return one.own.count; });
  columns.real("own_share", "own time over that of all operations", "1",
               [all_own](const Operation& one) { return all_own.count > 0 ? one.own / all_own : 0; });
  columns.real("total_time", "time with that of operations within it", "s",
               [](const Operation& one) { return one.total.count; });
  columns.real("mean", "mean time of a call", "s", [](const Operation& one) { return one.mean().count; });
  columns.real("p50", "median time of a call, to 3 %", "s",
               [](const Operation& one) { return one.quantile(0.5).count; });
  columns.real("p95", "95th percentile of the time of a call, to 3 %", "s",
               [](const Operation& one) { return one.quantile(0.95).count; });
  columns.real("max", "longest time of a call", "s", [](const Operation& one) { return one.longest.count; });
}

void add_rates(Columns& columns) {
  constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
  columns.real("throughput", "bytes over total time; NaN where they are only handed on", "B s-1",
               [](const Operation& one) {
                 return base::operations::has_throughput(one.name) ? one.throughput() : unknown;
               });
  columns.count("rate_windows", "windows of a second in which the rate of storage was taken",
                [](const Operation& one) { return one.rates.windows; });
  columns.real("rate_mean", "mean of the windows' bytes over the time it took of them", "B s-1",
               [](const Operation& one) { return one.rates.mean; });
  columns.real("rate_deviation", "standard deviation of the windows' rates", "B s-1",
               [](const Operation& one) { return one.rates.deviation(); });
  columns.real("rate_least", "the lowest rate of a window", "B s-1",
               [](const Operation& one) { return one.rates.least; });
  columns.count("memory", "memory taken less memory given back, where it is measured", &Operation::memory,
                "B");
  columns.count("memory_max", "the most that a call has taken", &Operation::memory_max, "B");
}

}  // namespace

std::unique_ptr<base::TableSource> performance_table(std::vector<Operation> operations,
                                                     const std::string& compression) {
  std::ranges::sort(operations, [](const Operation& a, const Operation& b) {
    return a.own != b.own ? a.own > b.own : a.name < b.name;
  });
  base::Seconds all_own;
  for (const auto& operation : operations) all_own += operation.own;
  auto table = std::make_unique<store::MemoryTable>("run/performance", "row");
  Columns columns(*table, operations);
  add_amounts(columns);
  add_times(columns, all_own);
  add_rates(columns);
  table->attribute("compression", compression);
  return table;
}

std::vector<watch::OperationStatistics> gather_operations(base::Team& team, const watch::Profiler* profiler) {
  base::Buffer mine;
  if (profiler != nullptr) {
    base::Encoder out(mine);
    for (const auto& one : profiler->statistics()) one.encode(out);
  }
  std::vector<watch::OperationStatistics> all;
  for (const auto& bytes : team.gather_all(std::move(mine))) {
    for (base::Decoder in(bytes); !in.at_end();) {
      auto one = watch::decode_operation_statistics(in);
      assert(one);
      merge_into(all, {*std::move(one)});
    }
  }
  return all;
}

}  // namespace winnow::app
