#include "reduce/scheme.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <utility>
#include <variant>

#include "reduce/field_key.hpp"
#include "winnow/base/text.hpp"
#include "winnow/read/reader.hpp"

namespace winnow::reduce {
namespace {

using Fields = std::vector<read::Field>;

tl::unexpected<ConfigError> refuse(std::string key, base::Error error) {
  return tl::make_unexpected(ConfigError{std::move(key), std::move(error)});
}

tl::expected<void, ConfigError> check_fields(const Fields& fields, const std::string& key) {
  for (const auto& field : fields) {
    if (std::ranges::find(reserved_names, field.name) != reserved_names.end()) {
      return refuse(key, {fmt::format("no field may be named \"{}\"", field.name),
                          "the tables of the result use that name",
                          "give the field another name",
                          {}});
    }
    if (field.name.starts_with('.') || field.name.starts_with('-')) {
      return refuse(key, {fmt::format("no field may be named \"{}\"", field.name),
                          "a variable of the result cannot begin so",
                          "begin it with a letter",
                          {}});
    }
  }
  return {};
}

/// Each part is checked on its own, so that the key at fault can be told.
tl::expected<void, ConfigError> check_dialect(const read::Dialect& dialect) {
  const auto check_part = [&dialect](auto read::Dialect::*part) {
    read::Dialect other;
    other.*part = dialect.*part;
    return read::check(other);
  };
  const std::array<std::pair<std::string, base::Result<void>>, 4> parts{{
      {"reduce.format", check_part(&read::Dialect::format)},
      {"reduce.delimiter", check_part(&read::Dialect::delimiter)},
      {"reduce.columns", check_part(&read::Dialect::names)},
      {"reduce.max_field", check_part(&read::Dialect::max_field)},
  }};
  for (const auto& [key, checked] : parts) {
    if (!checked) return refuse(key, checked.error());
  }
  return {};
}

tl::expected<void, ConfigError> check_values(const Config& config) {
  const auto nothing = [](const char* key, std::string_view what) {
    return refuse(key, {fmt::format("no {}", what), "the list is empty", "name at least one", {}});
  };
  if (config.files.empty()) return nothing("reduce.files", "files");
  if (config.statistics.empty()) return nothing("reduce.statistics", "statistics");
  for (const auto& pattern : config.metrics) {
    if (!pattern.empty() && pattern != "!") continue;
    return refuse("reduce.metrics",
                  {fmt::format("metric \"{}\" names nothing", pattern), {}, "take it out", {}});
  }
  return check_dialect(config.dialect);
}

tl::unexpected<ConfigError> refuse_run_field(const std::string& name,
                                             const std::vector<std::string>& fields) {
  const auto near = base::nearest(name, fields, 1);
  const auto known =
      fields.empty() ? std::string("it has none") : "its fields are " + base::enumerate(fields);
  return refuse(
      "reduce.run_by",
      {fmt::format("\"{}\" in reduce.run_by is no field of reduce.name", name),
       near.empty() ? known + "; a column cannot tell runs apart, for all rows of a file are of one run"
                    : known,
       near.empty() ? "take it out, or make it a field" : fmt::format("write \"{}\"", near.front()),
       {}});
}

/// Which of `fields` run_by names; all of them where it names none.
tl::expected<std::vector<std::size_t>, ConfigError> find_run_fields(const std::vector<std::string>& run_by,
                                                                    const Fields& fields) {
  std::vector<std::string> names;
  for (const auto& field : fields) names.push_back(field.name);
  std::vector<std::size_t> found;
  for (const auto& name : run_by.empty() ? names : run_by) {
    const auto field = std::ranges::find(names, name);
    if (field == names.end()) return refuse_run_field(name, names);
    found.push_back(static_cast<std::size_t>(field - names.begin()));
    if (std::ranges::count(run_by, name) > 1) {
      return refuse("reduce.run_by",
                    {fmt::format("\"{}\" stands twice in reduce.run_by", name), "", "take one out", {}});
    }
  }
  return found;
}

}  // namespace

tl::expected<Scheme, ConfigError> Scheme::make(Config config) {
  if (auto checked = check_values(config); !checked) return tl::make_unexpected(checked.error());
  auto pattern = read::NamePattern::parse(config.name);
  if (!pattern) return refuse("reduce.name", std::move(pattern).error());
  if (auto checked = check_fields(pattern->fields(), "reduce.name"); !checked)
    return tl::make_unexpected(checked.error());
  auto groupings = make_groupings(config.group_by, pattern->fields());
  if (!groupings) return tl::make_unexpected(groupings.error());
  Fields columns;
  for (const auto& column : groupings->columns) columns.push_back({column.name, column.type});
  if (auto checked = check_fields(columns, "reduce.group_by"); !checked) {
    return tl::make_unexpected(checked.error());
  }
  auto run_fields = find_run_fields(config.run_by, pattern->fields());
  if (!run_fields) return tl::make_unexpected(run_fields.error());
  auto formulas = Formulas::make(config, pattern->fields());
  if (!formulas) return tl::make_unexpected(formulas.error());
  std::set<std::string> derived;
  for (const auto& formula : formulas->derived()) derived.insert(formula.name);
  MetricSelection metrics(config.metrics, std::move(derived));
  auto needs = needs_of(config.statistics);
  needs.bins = config.histograms.bins;
  GivenBins given_bins(config.histograms);
  return Scheme{
      std::move(config),          std::move(*pattern),           std::move(*formulas),   std::move(metrics),
      std::move(groupings->list), std::move(groupings->columns), std::move(*run_fields), needs,
      std::move(given_bins)};
}

std::vector<UnseenMetric> Scheme::unseen(const std::set<std::string>& columns) const {
  auto unseen = metrics.unseen(columns);
  if (columns.empty()) return unseen;
  auto selected = columns;
  for (const auto& formula : formulas.derived()) selected.insert(formula.name);
  std::erase_if(selected, [this](const std::string& column) { return !metrics.takes(column); });
  for (auto& range : given_bins.unseen(selected)) unseen.push_back(std::move(range));
  const std::vector<std::string> names(columns.begin(), columns.end());
  for (const auto& [column, key] : formulas.columns()) {
    if (columns.contains(column) || formula::constant(column)) continue;
    unseen.push_back({column, base::nearest(column, names), key});
  }
  for (const auto& column : key_columns) {
    if (!columns.contains(column.name)) {
      unseen.push_back({column.name, base::nearest(column.name, names), "reduce.group_by"});
    }
  }
  return unseen;
}

read::Wish Scheme::wish_for(std::string_view column) const {
  const bool named = std::ranges::find(config.metrics, column) != config.metrics.end() ||
                     formulas.columns().contains(column);
  if (named) return read::Wish::by_name;
  return metrics.takes(column) ? read::Wish::if_numbers : read::Wish::no;
}

bool Scheme::fields_of(std::string_view path, std::vector<read::FieldValue>& values) const {
  if (!pattern.match(path, values)) return false;
  for (auto& value : values) {
    if (auto* number = std::get_if<double>(&value)) *number += 0.0;  // −0 + 0 is 0
  }
  return true;
}

std::string Scheme::run_fields_key(const std::vector<read::FieldValue>& fields) const {
  std::string key;
  for (const auto field : run_fields) append_to_key(fields[field], key);
  return key;
}

void Scheme::locate(std::string_view path, std::string& full) const {
  full.clear();
  if (!config.folder.empty() && !path.starts_with('/')) full.append(config.folder) += '/';
  full += path;
}

std::vector<GroupTable> empty_tables(const Scheme& scheme) {
  std::vector<GroupTable> tables;
  for (std::size_t i = 0; i < scheme.groupings.size(); ++i) tables.emplace_back(scheme.needs);
  return tables;
}

void introduce(const Scheme& scheme, MetricId metric, std::string_view name,
               std::vector<GroupTable>& tables) {
  const auto* bins = scheme.given_bins.of(name);
  if (bins == nullptr) return;
  for (auto& table : tables) table.count_in(metric, *bins);
}

}  // namespace winnow::reduce
