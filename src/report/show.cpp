#include "winnow/report/show.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <iterator>
#include <optional>

#include "report/number_text.hpp"
#include "report/performance.hpp"
#include "report/row_reader.hpp"
#include "report/search_digest.hpp"
#include "report/text_table.hpp"
#include "winnow/base/text.hpp"
#include "winnow/report/sparkline.hpp"

namespace winnow::report {
namespace {

std::string attribute_text(const base::Attribute& attribute) {
  if (const auto* text = std::get_if<std::string>(&attribute.value)) return *text;
  if (const auto* real = std::get_if<double>(&attribute.value)) return number_text(*real);
  return fmt::format("{}", std::get<std::int64_t>(attribute.value));
}

std::string attribute_named(const std::vector<base::Attribute>& attributes, std::string_view name) {
  const auto found = std::ranges::find(attributes, name, &base::Attribute::name);
  return found != attributes.end() ? attribute_text(*found) : std::string{};
}

std::string text_cell(std::string_view text) {
  constexpr std::size_t most = 60;
  return base::printable(text, most);
}

/// The dimension of labels, such as statistics, of which one is shown at a time; null if there is none.
const base::Dimension* labelled(const base::TableShape& shape) {
  const auto found =
      std::ranges::find_if(shape.dimensions, [](const auto& one) { return !one.labels.empty(); });
  return found != shape.dimensions.end() ? &*found : nullptr;
}

/// Which labels of that dimension are shown: one, or a value and its uncertainty.
struct Shown {
  std::size_t value = 0;
  std::optional<std::size_t> uncertainty;
};

std::optional<std::size_t> index_of(const std::vector<std::string>& labels, std::string_view label) {
  const auto found = std::ranges::find(labels, label);
  if (found == labels.end()) return std::nullopt;
  return static_cast<std::size_t>(found - labels.begin());
}

base::Result<Shown> shown_labels(const base::TableShape& shape, const std::string& statistic) {
  const auto* dimension = labelled(shape);
  if (dimension == nullptr) {
    if (statistic.empty()) return Shown{};
    return base::fail(fmt::format("no statistics in {}", shape.path), {}, "leave out --statistic");
  }
  const auto& labels = dimension->labels;
  if (!statistic.empty()) {
    if (const auto found = index_of(labels, statistic)) return Shown{*found, {}};
    return base::fail(fmt::format("no statistic \"{}\" in {}", statistic, shape.path), {},
                      fmt::format("there are {}", base::enumerate(labels)));
  }
  const auto mean = index_of(labels, "mean");
  return Shown{mean.value_or(0), mean ? index_of(labels, "ci95") : std::nullopt};
}

/// Values with their uncertainties, so that the signs stand below each other.
std::vector<std::string> joined(const std::vector<Uncertain>& numbers) {
  std::size_t width = 0;
  for (const auto& number : numbers) width = std::max(width, number.uncertainty.size());
  std::vector<std::string> cells;
  for (const auto& number : numbers) {
    const auto blanks = std::string(width > 0 ? width + 3 : 0, ' ');
    cells.push_back(number.value + (number.uncertainty.empty()
                                        ? blanks
                                        : fmt::format(" ± {:>{}}", number.uncertainty, width)));
  }
  return cells;
}

/// Whether a row has a value for each number of a dimension.
bool lies_along_numbers(const base::TableShape& shape, const base::Variable& variable) {
  const auto* statistics = labelled(shape);
  return !variable.dimension.empty() && (statistics == nullptr || variable.dimension != statistics->name);
}

/// Counts along a dimension of numbers.
bool is_histogram(const base::TableShape& shape, const base::Variable& variable) {
  return variable.type == base::CellType::int64 && lies_along_numbers(shape, variable);
}

/// Real numbers along one, shown by the least and the greatest.
bool is_range(const base::TableShape& shape, const base::Variable& variable) {
  return variable.type == base::CellType::float64 && lies_along_numbers(shape, variable);
}

std::string range_text(const std::vector<double>& values) {
  std::vector<double> present;
  std::ranges::copy_if(values, std::back_inserter(present), [](double value) { return !std::isnan(value); });
  if (present.empty()) return "nan";
  const auto [least, greatest] = std::ranges::minmax(present);
  return fmt::format("{:.3g} to {:.3g}", least, greatest);
}

/// One number a row, of a table that tells of the run.
bool is_number_of_run(const base::TableShape& shape, const base::Variable& variable) {
  return shape.path.starts_with("run/") && variable.type != base::CellType::text &&
         variable.dimension.empty();
}

/// Whether the cells are sizes that people look at to judge a run. Those of an answer stay the numbers that
/// they are.
bool is_size_of_run(const base::TableShape& shape, const base::Variable& variable) {
  const auto units = attribute_named(variable.attributes, "units");
  return is_number_of_run(shape, variable) && (units == "B" || units == "B min-1");
}

/// "1.5 MiB"; -1, which stands for no limit, is "unlimited".
std::string size_text(double value) {
  if (std::isnan(value)) return number_text(value);
  if (value == -1) return to_text(base::Bytes::unlimited());
  return (value < 0 ? "-" : "") + to_text(base::Bytes{static_cast<std::uint64_t>(std::abs(value))});
}

/// Of a table of the run, where real numbers are also counts that may be unknown.
std::string run_number_text(double value) {
  constexpr double exact = 9007199254740992;  // 2^53
  const bool is_count = value == std::trunc(value) && std::abs(value) < exact;
  return is_count ? fmt::format("{:.0f}", value) : number_text(value);
}

/// A table's columns, filled row by row.
class Columns {
 public:
  Columns(const base::TableShape& shape, Shown shown) : shape_(shape), shown_(shown) {
    for (const auto& variable : shape.variables) {
      TextColumn column;
      column.header = variable.name;
      column.unit = attribute_named(variable.attributes, "units");
      if (column.unit == "1") column.unit.clear();
      if (is_size_of_run(shape, variable)) column.unit = column.unit == "B" ? "" : "per min";
      column.right = variable.type != base::CellType::text && !lies_along_numbers(shape, variable);
      column.key = variable.coordinate;
      columns_.push_back(std::move(column));
    }
    numbers_.resize(columns_.size());
  }

  void add_rows(const RowReader& reader) {
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      for (std::uint64_t row = 0; row < reader.rows(); ++row) add_cell(reader, i, row);
    }
  }

  std::vector<TextColumn> take() {
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (!numbers_[i].empty()) columns_[i].cells = joined(numbers_[i]);
    }
    std::ranges::stable_partition(columns_, &TextColumn::key);
    return std::move(columns_);
  }

 private:
  void add_cell(const RowReader& reader, std::size_t i, std::uint64_t row) {
    const auto& variable = shape_.variables[i];
    if (variable.type == base::CellType::text) {
      columns_[i].cells.push_back(text_cell(reader.text(i, row)));
    } else if (is_size_of_run(shape_, variable)) {
      columns_[i].cells.push_back(size_text(reader.number(i, row)));
    } else if (variable.type == base::CellType::float64 && is_number_of_run(shape_, variable)) {
      columns_[i].cells.push_back(run_number_text(reader.number(i, row)));
    } else if (lies_along_numbers(shape_, variable)) {
      std::vector<double> values(reader.columns(variable));
      for (std::size_t at = 0; at < values.size(); ++at) values[at] = reader.number(i, row, at);
      columns_[i].cells.push_back(is_histogram(shape_, variable) ? sparkline(values) : range_text(values));
    } else if (variable.type == base::CellType::int64) {
      columns_[i].cells.push_back(reader.text(i, row, variable.dimension.empty() ? 0 : shown_.value));
    } else if (variable.dimension.empty() || !shown_.uncertainty) {
      columns_[i].cells.push_back(
          number_text(reader.number(i, row, variable.dimension.empty() ? 0 : shown_.value)));
    } else {
      numbers_[i].push_back(
          uncertain_text(reader.number(i, row, shown_.value), reader.number(i, row, *shown_.uncertainty)));
    }
  }

  const base::TableShape& shape_;
  Shown shown_;
  std::vector<TextColumn> columns_;
  std::vector<std::vector<Uncertain>> numbers_;
};

std::string statistics_text(const std::vector<std::string>& labels, const Shown& shown) {
  auto text = fmt::format("; {}", labels[shown.value]);
  if (shown.uncertainty) text += " ± half-width of the 95 % confidence interval";
  std::vector<std::string> others;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    if (i != shown.value && i != shown.uncertainty) others.push_back(labels[i]);
  }
  if (!others.empty()) text += fmt::format("; --statistic shows {}", base::enumerate(others));
  return text;
}

/// The line below a table: how many rows, and what its cells are.
std::string footer(const base::TableShape& shape, const Shown& shown) {
  auto text = counted(shape.rows, "row");
  if (const auto* dimension = labelled(shape)) text += statistics_text(dimension->labels, shown);
  const auto has = [&shape](auto kind) {
    return std::ranges::any_of(shape.variables, [&](const auto& variable) { return kind(shape, variable); });
  };
  if (has(is_histogram)) text += "; histograms are scaled to their fullest bin";
  if (has(is_range)) text += "; winnow export writes each value of a range";
  return text + '\n';
}

base::Result<std::string> show_table(const store::ResultFile& file, const base::TableShape& shape,
                                     const ShowOptions& options) {
  const auto shown = shown_labels(shape, options.statistic);
  if (!shown) return tl::unexpected(shown.error());
  const bool whole = options.all || shape.rows <= options.rows;
  const std::uint64_t head = whole ? shape.rows : options.rows - options.rows / 2;
  const std::uint64_t tail = whole ? 0 : options.rows / 2;
  Columns columns(shape, *shown);
  RowReader reader(file, shape);
  const auto add = [&](std::uint64_t first, std::uint64_t end) -> base::Result<void> {
    while (first < end) {
      const auto rows = std::min(end - first, reader.block_rows());
      if (auto loaded = reader.load(first, rows); !loaded) return loaded;
      columns.add_rows(reader);
      first += rows;
    }
    return {};
  };
  if (auto added = add(0, head); !added) return tl::unexpected(added.error());
  if (auto added = add(shape.rows - tail, shape.rows); !added) return tl::unexpected(added.error());
  const auto left_out = shape.rows - head - tail;
  const auto gap_line =
      left_out > 0 ? fmt::format("… {} more rows (--all shows them)", base::with_commas(left_out)) : "";
  return text_table(columns.take(), options.width, head, gap_line) + footer(shape, *shown);
}

/// What a table holds, in a few words: "12 variables × 8 statistics, by router and buffer".
std::string contents(const base::TableShape& shape) {
  std::vector<std::string> coordinates;
  std::size_t others = 0;
  std::size_t histograms = 0;
  std::size_t ranges = 0;
  for (const auto& variable : shape.variables) {
    if (variable.coordinate) {
      coordinates.push_back(variable.name);
    } else if (is_histogram(shape, variable)) {
      ++histograms;
    } else if (is_range(shape, variable)) {
      ++ranges;
    } else {
      ++others;
    }
  }
  auto text = counted(others, "variable");
  if (const auto* dimension = labelled(shape)) {
    text += " × " + counted(dimension->labels.size(), dimension->name);
  }
  if (histograms > 0) text += ", " + counted(histograms, "histogram");
  if (ranges > 0) text += ", " + counted(ranges, "range");
  if (!coordinates.empty()) text += fmt::format(", by {}", base::enumerate(coordinates));
  return text;
}

/// How much people look for a table: less for how the run went, more for what it was for.
int importance(std::string_view group) {
  if (group.starts_with("reduce/")) return 2;
  if (!group.starts_with("optimize/")) return 0;
  return group.ends_with("/best") ? 2 : group.ends_with("/evaluations") ? 0 : 1;
}

/// "run/memory" for "memory", where nothing else is called so.
std::string full_path(const store::ResultFile& file, std::string_view given) {
  const auto of_run = fmt::format("run/{}", given);
  const auto has = [&](std::string_view path) {
    return std::ranges::find(file.groups(), path) != file.groups().end();
  };
  return !has(given) && has(of_run) ? of_run : std::string(given);
}

}  // namespace

base::Result<std::string> show_file(const store::ResultFile& file) {
  const auto attributes = file.attributes("");
  if (!attributes) return tl::unexpected(attributes.error());
  const auto name = file.path().string();
  const auto title = attribute_named(*attributes, "title");
  std::string out = title.empty() ? name + "\n\n" : fmt::format("{}: {}\n\n", name, title);
  const auto digest = search_digest(file);
  if (!digest) return digest;
  if (!digest->empty()) out += *digest + '\n';
  TextColumn groups{.header = "group", .unit = {}, .right = false, .key = true, .cells = {}};
  TextColumn rows{.header = "rows", .unit = {}, .right = true, .key = false, .cells = {}};
  TextColumn what{.header = "holds", .unit = {}, .right = false, .key = false, .cells = {}};
  std::string first_table;
  for (const auto& group : file.groups()) {
    const auto shape = file.shape(group);
    const auto texts = file.attributes(group);
    if (!shape && (!texts || texts->empty())) continue;  // only holds other groups
    groups.cells.push_back(group);
    rows.cells.push_back(shape ? base::with_commas(shape->rows) : "");
    std::vector<std::string> names;
    for (const auto& attribute : *texts) names.push_back(attribute.name);
    what.cells.push_back(shape ? contents(*shape) : base::enumerate(names));
    if (shape && (first_table.empty() || importance(group) > importance(first_table))) first_table = group;
  }
  constexpr std::size_t any_width = 1000;
  out += text_table({groups, rows, what}, any_width);
  if (!first_table.empty()) {
    const auto shown = first_table.starts_with("optimize/") ? "optimize" : first_table;
    out += fmt::format("\nwinnow show {} {}\nxarray.open_dataset(\"{}\", group=\"{}\")\n",
                       base::shell_word(name), base::shell_word(shown), name, first_table);
  }
  return out;
}

base::Result<std::string> show_group(const store::ResultFile& file, std::string_view given,
                                     const ShowOptions& options) {
  if (given == "performance") return show_performance(file, options.width);
  const auto group = full_path(file, given);
  const auto attributes = file.attributes(group);
  if (!attributes) return tl::unexpected(attributes.error());
  if (const auto shape = file.shape(group)) return show_table(file, *shape, options);
  std::string out;
  for (const auto& attribute : *attributes) {
    const auto text = attribute_text(attribute);
    const bool lines = text.find('\n') != std::string::npos;
    out +=
        fmt::format("{}:{}{}{}", attribute.name, lines ? "\n" : " ", text, text.ends_with('\n') ? "" : "\n");
  }
  auto below = file.groups();
  std::erase_if(below, [&](const auto& one) { return !one.starts_with(fmt::format("{}/", group)); });
  std::ranges::stable_sort(below, std::greater{}, importance);
  for (const auto& one : below) {
    out += fmt::format("{}group {}\n", out.empty() ? "" : "\n", one);
    const auto shape = file.shape(one);
    if (!shape) continue;
    auto table = show_table(file, *shape, options);
    if (!table) return table;
    out += *table;
  }
  return out;
}

}  // namespace winnow::report
