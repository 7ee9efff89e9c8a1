#include "report/performance.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <functional>
#include <span>
#include <vector>

#include "report/performance_advice.hpp"
#include "report/row_reader.hpp"
#include "report/text_table.hpp"
#include "winnow/base/operations.hpp"
#include "winnow/base/text.hpp"

namespace winnow::report {
namespace {

constexpr std::string_view group = "run/performance";
constexpr std::size_t advised = 3;
constexpr std::size_t listed = 10;

/// The table's rows as they are read.
class Rows {
 public:
  Rows(const base::TableShape& shape, const RowReader& reader) : shape_(shape), reader_(reader) {}

  [[nodiscard]] OperationRow at(std::uint64_t row) const {
    OperationRow one;
    one.name = text(row, "operation");
    one.calls = count(row, "calls");
    one.items = count(row, "items");
    one.bytes = {count(row, "bytes")};
    one.own = {number(row, "own_time")};
    one.share = number(row, "own_share");
    one.total = {number(row, "total_time")};
    one.mean = {number(row, "mean")};
    one.p95 = {number(row, "p95")};
    one.throughput = number(row, "throughput");
    one.windows = count(row, "rate_windows");
    one.rate_mean = number(row, "rate_mean");
    one.rate_deviation = number(row, "rate_deviation");
    return one;
  }

 private:
  /// Of a variable; past the end if the file, another version's, has none of that name.
  [[nodiscard]] std::size_t index(std::string_view name) const {
    const auto found = std::ranges::find(shape_.variables, name, &base::Variable::name);
    return static_cast<std::size_t>(found - shape_.variables.begin());
  }
  [[nodiscard]] double number(std::uint64_t row, std::string_view name) const {
    const auto i = index(name);
    return i < shape_.variables.size() ? reader_.number(i, row) : 0;
  }
  [[nodiscard]] std::uint64_t count(std::uint64_t row, std::string_view name) const {
    return static_cast<std::uint64_t>(number(row, name));
  }
  [[nodiscard]] std::string text(std::uint64_t row, std::string_view name) const {
    const auto i = index(name);
    return i < shape_.variables.size() ? reader_.text(i, row) : std::string();
  }

  const base::TableShape& shape_;
  const RowReader& reader_;
};

std::optional<int> level_in(const base::TableShape& shape, std::string_view name) {
  for (const auto& attribute : shape.attributes) {
    const auto* text = std::get_if<std::string>(&attribute.value);
    int level = 0;
    if (attribute.name != name || text == nullptr) continue;
    if (std::from_chars(text->data(), text->data() + text->size(), level).ec == std::errc()) return level;
  }
  return std::nullopt;
}

/// What run/compression tells; nothing where levels were not compared.
std::optional<CompressionChoice> compression_of(const store::ResultFile& file) {
  const auto shape = file.shape("run/compression");
  if (!shape) return std::nullopt;
  const auto used = level_in(*shape, "used");
  const auto recommended = level_in(*shape, "recommended");
  const auto column = [&](std::string_view name) {
    return static_cast<std::size_t>(std::ranges::find(shape->variables, name, &base::Variable::name) -
                                    shape->variables.begin());
  };
  RowReader reader(file, *shape);
  const auto last = std::max(column("level"), column("time"));
  if (!used || !recommended || last >= shape->variables.size() || !reader.load(0, shape->rows)) {
    return std::nullopt;
  }
  const auto time_at = [&](int level) {
    base::Seconds time;
    for (std::uint64_t row = 0; row < shape->rows; ++row) {
      if (reader.number(column("level"), row) <= level) time = {reader.number(column("time"), row)};
    }
    return time;
  };
  return CompressionChoice{*used, time_at(*used), *recommended, time_at(*recommended)};
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
  const auto shape = file.shape(group);
  if (!shape) {
    return base::fail(fmt::format("{} does not say where its time went", file.path().string()),
                      "operations were not measured", "run it again with [watch] operations = true");
  }
  RowReader reader(file, *shape);
  if (auto loaded = reader.load(0, shape->rows); !loaded) return tl::unexpected(loaded.error());
  std::vector<OperationRow> all;
  for (std::uint64_t row = 0; row < shape->rows; ++row) all.push_back(Rows(*shape, reader).at(row));
  base::Seconds own;
  for (const auto& row : all) own += row.own;

  auto out = fmt::format("Where {} of all threads went\n\n", duration_text(own));
  out += times_table(largest_by_time(all, listed), width);
  out += '\n';
  const auto compression = compression_of(file);
  for (const auto& row : worth_advice(all, advised))
    out += advice_text(row, advice_on(row, all, compression));
  out += "\nWhat was moved\n\n";
  out += bytes_table(largest_by_bytes(all, listed), width);
  out += fmt::format("\nwinnow show {} {} --all shows every figure\n", base::shell_word(file.path().string()),
                     group);
  return out;
}

}  // namespace winnow::report
