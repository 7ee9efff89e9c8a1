#include "winnow/report/export_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <optional>
#include <set>

#include "report/file_template.hpp"
#include "report/number_format.hpp"
#include "report/row_reader.hpp"
#include "winnow/base/text.hpp"

namespace winnow::report {
namespace {

constexpr std::string_view common_prefix = "field_";

std::string text_of(const base::Attribute& attribute) {
  if (const auto* text = std::get_if<std::string>(&attribute.value)) return *text;
  if (const auto* real = std::get_if<double>(&attribute.value)) return fmt::format("{}", *real);
  return fmt::format("{}", std::get<std::int64_t>(attribute.value));
}

/// Fields that all input files share.
std::map<std::string, std::string, std::less<>> common_fields(const base::TableShape& shape) {
  std::map<std::string, std::string, std::less<>> fields;
  for (const auto& attribute : shape.attributes) {
    if (attribute.name.starts_with(common_prefix)) {
      fields[attribute.name.substr(common_prefix.size())] = text_of(attribute);
    }
  }
  return fields;
}

std::vector<std::string> coordinates_of(const base::TableShape& shape) {
  std::vector<std::string> names;
  for (const auto& variable : shape.variables) {
    if (variable.coordinate) names.push_back(variable.name);
  }
  return names;
}

bool contains(const std::vector<std::string>& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

/// Fails unless each field is one of the table's and no two rows can share a file.
base::Result<void> check_fields(const FileTemplate& name, const base::TableShape& shape) {
  const auto coordinates = coordinates_of(shape);
  const auto common = common_fields(shape);
  auto known = coordinates;
  for (const auto& [field, value] : common) known.push_back(field);
  for (const auto& field : name.fields()) {
    if (!contains(known, field)) {
      return base::fail(fmt::format("no field \"{}\" in {}", field, shape.path), {},
                        known.empty() ? "use none" : fmt::format("there are {}", base::enumerate(known)));
    }
  }
  for (const auto& coordinate : coordinates) {
    if (!contains(name.fields(), coordinate)) {
      return base::fail(fmt::format("the name of files does not use \"{}\"", coordinate),
                        fmt::format("rows of {} would share a file", shape.path),
                        fmt::format("put {{{}}} into it, or name another group", coordinate));
    }
  }
  return {};
}

/// Tables of groups, which have statistics.
std::vector<base::TableShape> groupings(const store::ResultFile& file) {
  std::vector<base::TableShape> tables;
  for (const auto& group : file.groups()) {
    if (auto shape = file.shape(group); shape && !shape->dimensions.empty())
      tables.push_back(*std::move(shape));
  }
  return tables;
}

/// The one table that the name fits.
base::Result<base::TableShape> choose_table(const store::ResultFile& file, const FileTemplate& name) {
  std::vector<base::TableShape> fitting;
  std::vector<std::string> all;
  for (auto& table : groupings(file)) {
    all.push_back(table.path);
    if (check_fields(name, table)) fitting.push_back(std::move(table));
  }
  if (fitting.size() == 1) return std::move(fitting.front());
  if (fitting.empty()) {
    return base::fail("no group has the fields of the name",
                      fmt::format("they are {}", base::enumerate(name.fields())),
                      all.empty() ? "reduce first" : fmt::format("name one of {}", base::enumerate(all)));
  }
  std::vector<std::string> paths;
  for (const auto& table : fitting) paths.push_back(table.path);
  return base::fail(fmt::format("the name fits {}", base::enumerate(paths)), {}, "name one of them");
}

/// True if the patterns take the metric; those with "!" take it away.
bool takes(const std::vector<std::string>& patterns, std::string_view metric) {
  const auto excludes = [](const std::string& pattern) { return pattern.starts_with('!'); };
  bool taken = std::ranges::all_of(patterns, excludes);
  for (const std::string_view pattern : patterns) {
    if (excludes(std::string(pattern))) {
      if (base::matches_glob(pattern.substr(1), metric)) return false;
    } else {
      taken = taken || base::matches_glob(pattern, metric);
    }
  }
  return taken;
}

/// A metric by its name in the input files, and the variable that holds it.
using Metrics = std::map<std::string, std::size_t, std::less<>>;

base::Result<Metrics> choose_metrics(const base::TableShape& shape,
                                     const std::vector<std::string>& patterns) {
  Metrics all;
  for (std::size_t i = 0; i < shape.variables.size(); ++i) {
    const auto& variable = shape.variables[i];
    if (variable.dimension != shape.dimensions.front().name) continue;
    const auto original = std::ranges::find(variable.attributes, "original_name", &base::Attribute::name);
    all[original != variable.attributes.end() ? text_of(*original) : variable.name] = i;
  }
  std::vector<std::string> names;
  for (const auto& [name, index] : all) names.push_back(name);
  for (const std::string_view pattern : patterns) {
    const auto bare = pattern.substr(pattern.starts_with('!') ? 1 : 0);
    if (std::ranges::none_of(names, [&](const auto& name) { return base::matches_glob(bare, name); })) {
      const auto near = base::nearest(bare, names);
      return base::fail(fmt::format("no metric \"{}\" in {}", bare, shape.path), {},
                        fmt::format("{} {}", near.empty() ? "there are" : "did you mean",
                                    base::enumerate(near.empty() ? names : near)));
    }
  }
  std::erase_if(all, [&](const auto& metric) { return !takes(patterns, metric.first); });
  return all;
}

base::Result<std::size_t> choose_statistic(const base::TableShape& shape, const std::string& statistic) {
  const auto& labels = shape.dimensions.front().labels;
  const auto found = std::ranges::find(labels, statistic);
  if (found != labels.end()) return static_cast<std::size_t>(found - labels.begin());
  return base::fail(fmt::format("no statistic \"{}\" in {}", statistic, shape.path), {},
                    fmt::format("there are {}", base::enumerate(labels)));
}

base::Result<void> write_file(const std::filesystem::path& path, const std::string& content) {
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out << content;
  out.close();
  if (!out) return base::fail(fmt::format("cannot write {}", path.string()), base::system_words(errno));
  return {};
}

/// What is written, all checked.
struct Plan {
  FileTemplate name;
  NumberFormat format;
  base::TableShape table;
  Metrics metrics;
  std::size_t statistic;
};

base::Result<base::TableShape> find_table(const store::ResultFile& file, const FileTemplate& name,
                                          const std::string& group) {
  if (group.empty()) return choose_table(file, name);
  auto shape = file.shape(group);
  if (!shape) return shape;
  if (shape->dimensions.empty())
    return base::fail(fmt::format("no statistics in {}", group), {}, "name another group");
  if (auto fields = check_fields(name, *shape); !fields) return tl::unexpected(fields.error());
  return shape;
}

base::Result<Plan> plan_export(const store::ResultFile& file, const TextExport& options) {
  auto name = FileTemplate::parse(options.name);
  if (!name) return tl::unexpected(name.error());
  auto format = NumberFormat::parse(options.format);
  if (!format) return tl::unexpected(format.error());
  auto table = find_table(file, *name, options.group);
  if (!table) return tl::unexpected(table.error());
  auto metrics = choose_metrics(*table, options.metrics);
  if (!metrics) return tl::unexpected(metrics.error());
  auto statistic = choose_statistic(*table, options.statistic);
  if (!statistic) return tl::unexpected(statistic.error());
  return Plan{*std::move(name), *std::move(format), *std::move(table), *std::move(metrics), *statistic};
}

std::string file_name(const Plan& plan, const RowReader& reader, std::uint64_t row) {
  const auto common = common_fields(plan.table);
  return plan.name.fill([&](std::string_view field) {
    const auto& variables = plan.table.variables;
    const auto found = std::ranges::find(variables, field, &base::Variable::name);
    if (found == variables.end() || !found->coordinate) return common.find(field)->second;
    return reader.text(static_cast<std::size_t>(found - variables.begin()), row);
  });
}

std::string file_content(const Plan& plan, const RowReader& reader, std::uint64_t row) {
  std::string content;
  for (const auto& [name, variable] : plan.metrics) {
    content += fmt::format("{}: {}\n", name, plan.format.text(reader.number(variable, row, plan.statistic)));
  }
  return content;
}

/// Runs `function` on every row; it stops at the first error.
template <class Function>
base::Result<void> for_each_row(const store::ResultFile& file, const Plan& plan, const Function& function) {
  RowReader reader(file, plan.table);
  for (std::uint64_t first = 0; first < plan.table.rows; first += reader.rows()) {
    const auto rows = std::min(plan.table.rows - first, reader.block_rows());
    if (auto loaded = reader.load(first, rows); !loaded) return loaded;
    for (std::uint64_t row = 0; row < rows; ++row) {
      if (auto done = function(reader, row); !done) return done;
    }
  }
  return {};
}

/// Different values may still give the same name: {a}{b} of "x" and "yz" or "xy" and "z".
base::Result<void> check_names(const store::ResultFile& file, const Plan& plan) {
  std::set<std::string> names;
  return for_each_row(file, plan, [&](const RowReader& reader, std::uint64_t row) -> base::Result<void> {
    const auto name = file_name(plan, reader, row);
    if (names.insert(name).second) return {};
    return base::fail(fmt::format("two rows of {} would be written to {}", plan.table.path, name), {},
                      "put something between the fields of the name");
  });
}

}  // namespace

base::Result<std::uint64_t> export_text(const store::ResultFile& file, const TextExport& options) {
  const auto plan = plan_export(file, options);
  if (!plan) return tl::unexpected(plan.error());
  if (!std::filesystem::is_directory(options.folder)) {
    return base::fail(fmt::format("no folder {}", options.folder.string()), {}, "make it, or name another");
  }
  if (auto unique = check_names(file, *plan); !unique) return tl::unexpected(unique.error());
  auto written = for_each_row(file, *plan, [&](const RowReader& reader, std::uint64_t row) {
    return write_file(options.folder / file_name(*plan, reader, row), file_content(*plan, reader, row));
  });
  if (!written) return tl::unexpected(written.error());
  return plan->table.rows;
}

}  // namespace winnow::report
