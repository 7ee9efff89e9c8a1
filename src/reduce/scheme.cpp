#include "reduce/scheme.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>
#include <variant>

#include "winnow/base/text.hpp"
#include "winnow/read/reader.hpp"

namespace winnow::reduce {
namespace {

using Fields = std::vector<read::Field>;

tl::unexpected<ConfigError> refuse(std::string key, base::Error error) {
  return tl::make_unexpected(ConfigError{std::move(key), std::move(error)});
}

tl::expected<void, ConfigError> check_fields(const Fields& fields) {
  for (const auto& field : fields) {
    if (std::ranges::find(reserved_names, field.name) != reserved_names.end()) {
      return refuse("reduce.name", {fmt::format("no field may be named \"{}\"", field.name),
                                    "the tables of the result use that name",
                                    "give the field another name",
                                    {}});
    }
    if (field.name.starts_with('.') || field.name.starts_with('-')) {
      return refuse("reduce.name", {fmt::format("no field may be named \"{}\"", field.name),
                                    "a variable of the result cannot begin so",
                                    "begin it with a letter",
                                    {}});
    }
  }
  return {};
}

std::vector<std::string> names_of(const Fields& fields) {
  std::vector<std::string> names;
  for (const auto& field : fields) names.push_back(field.name);
  return names;
}

base::Error unknown_field(const std::string& name, const Fields& fields) {
  const auto names = names_of(fields);
  if (names.empty()) {
    return {fmt::format("unknown field \"{}\"", name),
            "the name pattern has no fields",
            "say in reduce.name where file names hold it: name = \"{" + name + "}_{*}\"",
            {}};
  }
  const auto near = base::nearest(name, names, 1);
  return {fmt::format("unknown field \"{}\"", name),
          fmt::format("the name pattern has {}", base::enumerate(names)),
          near.empty() ? "name one of these" : fmt::format("write \"{}\"", near.front()),
          {}};
}

tl::expected<Grouping, ConfigError> make_grouping(const std::vector<std::string>& names,
                                                  const Fields& fields) {
  Grouping grouping;
  for (const auto& name : names) {
    const auto field = std::ranges::find(fields, name, &read::Field::name);
    if (field == fields.end()) return refuse("reduce.group_by", unknown_field(name, fields));
    const auto index = static_cast<std::size_t>(field - fields.begin());
    if (std::ranges::find(grouping.fields, index) != grouping.fields.end()) {
      return refuse("reduce.group_by",
                    {fmt::format("field \"{}\" stands twice in one grouping", name), {}, "take one out", {}});
    }
    grouping.fields.push_back(index);
    grouping.name += (grouping.name.empty() ? "" : "_") + name;
  }
  if (names.empty()) grouping.name = "all";
  return grouping;
}

tl::expected<std::vector<Grouping>, ConfigError> make_groupings(
    std::vector<std::vector<std::string>> group_by, const Fields& fields) {
  if (group_by.empty()) group_by.emplace_back();
  std::vector<Grouping> groupings;
  std::set<std::string> taken;
  for (const auto& names : group_by) {
    auto grouping = make_grouping(names, fields);
    if (!grouping) return tl::make_unexpected(grouping.error());
    if (!taken.insert(grouping->name).second) {
      return refuse("reduce.group_by",
                    {fmt::format("two groupings would both be named \"{}\"", grouping->name),
                     "a grouping is named after its fields",
                     "take one out, or give a field another name in reduce.name",
                     {}});
    }
    groupings.push_back(std::move(*grouping));
  }
  return groupings;
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
  read::ColumnNames names;
  if (auto reader = read::make_reader({.format = config.format}, names); !reader) {
    return refuse("reduce.format", std::move(reader).error());
  }
  return {};
}

}  // namespace

tl::expected<Scheme, ConfigError> Scheme::make(Config config) {
  if (auto checked = check_values(config); !checked) return tl::make_unexpected(checked.error());
  auto pattern = read::NamePattern::parse(config.name);
  if (!pattern) return refuse("reduce.name", std::move(pattern).error());
  if (auto checked = check_fields(pattern->fields()); !checked) return tl::make_unexpected(checked.error());
  auto groupings = make_groupings(config.group_by, pattern->fields());
  if (!groupings) return tl::make_unexpected(groupings.error());
  auto formulas = Formulas::make(config, pattern->fields());
  if (!formulas) return tl::make_unexpected(formulas.error());
  std::set<std::string> derived;
  for (const auto& formula : formulas->derived()) derived.insert(formula.name);
  MetricSelection metrics(config.metrics, std::move(derived));
  const auto needs = needs_of(config.statistics);
  return Scheme{std::move(config),  std::move(*pattern),   std::move(*formulas),
                std::move(metrics), std::move(*groupings), needs};
}

std::vector<UnseenMetric> Scheme::unseen(const std::set<std::string>& columns) const {
  auto unseen = metrics.unseen(columns);
  if (columns.empty()) return unseen;
  const std::vector<std::string> names(columns.begin(), columns.end());
  for (const auto& [column, key] : formulas.columns()) {
    if (!columns.contains(column)) unseen.push_back({column, base::nearest(column, names), key});
  }
  return unseen;
}

bool Scheme::fields_of(std::string_view path, std::vector<read::FieldValue>& values) const {
  if (!pattern.match(path, values)) return false;
  for (auto& value : values) {
    if (auto* number = std::get_if<double>(&value)) *number += 0.0;  // −0 + 0 is 0
  }
  return true;
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

}  // namespace winnow::reduce
