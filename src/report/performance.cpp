#include "report/performance.hpp"

#include <fmt/format.h>

#include <span>
#include <string>
#include <vector>

#include "report/performance_advice.hpp"
#include "report/performance_facts.hpp"
#include "report/text_table.hpp"
#include "report/whole_table.hpp"
#include "winnow/base/operations.hpp"
#include "winnow/base/text.hpp"

namespace winnow::report {
namespace {

constexpr auto group = "run/performance";
constexpr std::size_t advised = 3;
constexpr std::size_t listed = 10;

/// What the file, if it is another version's, has no column of is 0.
OperationRow row_of(const WholeTable& table, std::uint64_t row) {
  const auto number = [&](std::string_view name) { return table.number(name, row, 0); };
  const auto count = [&](std::string_view name) { return static_cast<std::uint64_t>(number(name)); };
  OperationRow one;
  one.name = table.text("operation", row);
  one.calls = count("calls");
  one.items = count("items");
  one.bytes = {count("bytes")};
  one.own = {number("own_time")};
  one.share = number("own_share");
  one.total = {number("total_time")};
  one.mean = {number("mean")};
  one.p95 = {number("p95")};
  one.throughput = number("throughput");
  one.windows = count("rate_windows");
  one.rate_mean = number("rate_mean");
  one.rate_deviation = number("rate_deviation");
  return one;
}

template <class Of>
TextColumn column(std::string header, std::span<const OperationRow> rows, Of of) {
  TextColumn column;
  column.header = std::move(header);
  for (const auto& row : rows) column.cells.push_back(of(row));
  return column;
}

TextColumn names(std::span<const OperationRow> rows) {
  auto column = report::column("operation", rows, [](const OperationRow& row) { return row.name; });
  column.right = false;
  column.key = true;
  return column;
}

std::string percent(double share) {
  return fmt::format("{:.1f} %", 100 * share);
}

std::string times_table(std::span<const OperationRow> rows, std::size_t width) {
  using Row = OperationRow;
  return text_table(
      {names(rows), column("own time", rows, [](const Row& row) { return duration_text(row.own); }),
       column("share", rows, [](const Row& row) { return percent(row.share); }),
       column("calls", rows, [](const Row& row) { return base::with_commas(row.calls); }),
       column("mean", rows, [](const Row& row) { return duration_text(row.mean); }),
       column("p95", rows, [](const Row& row) { return duration_text(row.p95); })},
      width);
}

std::string bytes_table(std::span<const OperationRow> rows, std::size_t width) {
  using Row = OperationRow;
  const auto rates = [](const Row& row) {
    return row.windows == 0 ? std::string()
                            : fmt::format("{} ± {}", rate_text(row.rate_mean), rate_text(row.rate_deviation));
  };
  const auto throughput = [](const Row& row) {
    return base::operations::has_throughput(row.name) ? rate_text(row.throughput) : std::string();
  };
  return text_table(
      {names(rows), column("moved", rows, [](const Row& row) { return base::to_text(row.bytes); }),
       column("throughput", rows, throughput), column("by the second", rows, rates)},
      width);
}

std::string advice_text(const OperationRow& row, const Advice& advice) {
  return fmt::format("{}, {} of the time: {}.\n  {}\n", row.name, percent(row.share), advice.finding,
                     advice.action);
}

}  // namespace

base::Result<std::string> show_performance(const store::ResultFile& file, std::size_t width) {
  if (!file.has_table(group)) {
    return base::fail(fmt::format("{} does not say where its time went", file.path().string()),
                      "operations were not measured", "run it again with [watch] operations = true");
  }
  const auto table = WholeTable::read(file, group);
  if (!table) return tl::unexpected(table.error());
  std::vector<OperationRow> all;
  for (std::uint64_t row = 0; row < (*table)->rows(); ++row) all.push_back(row_of(**table, row));
  base::Seconds own;
  for (const auto& row : all) own += row.own;

  auto out = fmt::format("Where {} of all threads went\n\n", duration_text(own));
  out += times_table(largest_by_time(all, listed), width);
  out += '\n';
  const auto facts = run_facts(file);
  for (const auto& row : worth_advice(all, advised)) out += advice_text(row, advice_on(row, all, facts));
  out += "\nWhat was moved\n\n";
  out += bytes_table(largest_by_bytes(all, listed), width);
  out += fmt::format("\nwinnow show {} {} --all shows every figure\n", base::shell_word(file.path().string()),
                     group);
  return out;
}

}  // namespace winnow::report
