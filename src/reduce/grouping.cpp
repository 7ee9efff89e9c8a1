#include "reduce/grouping.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

#include "winnow/base/text.hpp"

namespace winnow::reduce {
namespace {

/// In bytes. A grouping is a group of the result file, and no file with a group of a longer name opens in
/// netCDF.
constexpr std::size_t longest_grouping_name = 255;

tl::unexpected<ConfigError> refuse(base::Error error) {
  return tl::make_unexpected(ConfigError{"reduce.group_by", std::move(error)});
}

tl::expected<read::Field, ConfigError> column_of(const std::string& text) {
  const auto colon = text.rfind(':');
  if (colon == std::string::npos) return read::Field{text, read::FieldType::text};
  const auto word = text.substr(colon + 1);
  const auto type = read::field_type_named(word);
  if (!type) {
    const auto words = read::field_type_names();
    const auto near = base::nearest(word, words, 1);
    return refuse({fmt::format("unknown type \"{}\" of column \"{}\"", word, text.substr(0, colon)),
                   "types are " + base::enumerate(words),
                   near.empty() ? "write one of them"
                                : fmt::format("write \"{}:{}\"", text.substr(0, colon), near.front()),
                   {}});
  }
  return read::Field{text.substr(0, colon), *type};
}

/// The column's number, a new one if no grouping has named it.
tl::expected<std::size_t, ConfigError> number_of(const read::Field& column,
                                                 std::vector<read::KeyColumn>& columns) {
  const auto known = std::ranges::find(columns, column.name, &read::KeyColumn::name);
  if (known != columns.end() && known->type != column.type) {
    return refuse({fmt::format("column \"{}\" has two types", column.name),
                   "it stands in two groupings",
                   "write the same type in both",
                   {}});
  }
  const auto index = static_cast<std::size_t>(known - columns.begin());
  if (known == columns.end()) columns.push_back({column.name, column.type});
  return index;
}

tl::expected<GroupKey, ConfigError> make_key(const std::string& text, const std::vector<read::Field>& fields,
                                             std::vector<read::KeyColumn>& columns) {
  if (const auto field = std::ranges::find(fields, text, &read::Field::name); field != fields.end()) {
    return GroupKey{*field, false, static_cast<std::size_t>(field - fields.begin())};
  }
  auto column = column_of(text);
  if (!column) return tl::make_unexpected(column.error());
  const auto index = number_of(*column, columns);
  if (!index) return tl::make_unexpected(index.error());
  return GroupKey{*std::move(column), true, *index};
}

tl::expected<Grouping, ConfigError> make_grouping(const std::vector<std::string>& texts,
                                                  const std::vector<read::Field>& fields,
                                                  std::vector<read::KeyColumn>& columns) {
  Grouping grouping;
  const auto name_of = [](const GroupKey& key) -> const std::string& { return key.field.name; };
  for (const auto& text : texts) {
    auto key = make_key(text, fields, columns);
    if (!key) return tl::make_unexpected(key.error());
    if (std::ranges::find(grouping.keys, key->field.name, name_of) != grouping.keys.end()) {
      return refuse(
          {fmt::format("\"{}\" stands twice in one grouping", key->field.name), {}, "take one out", {}});
    }
    grouping.name += (grouping.name.empty() ? "" : "_") + key->field.name;
    grouping.keys.push_back(*std::move(key));
  }
  if (texts.empty()) grouping.name = "all";
  if (grouping.name.size() > longest_grouping_name) {
    return refuse(
        {fmt::format("the grouping by \"{}\" has too long a name", base::printable(grouping.name, 40)),
         fmt::format("a grouping is named after its fields, and of its {} bytes netCDF reads {}",
                     grouping.name.size(), longest_grouping_name),
         "group by fewer fields, or give them shorter names",
         {}});
  }
  return grouping;
}

}  // namespace

bool Grouping::by_row() const {
  return std::ranges::any_of(keys, &GroupKey::in_rows);
}

tl::expected<Groupings, ConfigError> make_groupings(std::vector<std::vector<std::string>> group_by,
                                                    const std::vector<read::Field>& fields) {
  if (group_by.empty()) group_by.emplace_back();
  Groupings groupings;
  std::set<std::string> taken;
  for (const auto& names : group_by) {
    auto grouping = make_grouping(names, fields, groupings.columns);
    if (!grouping) return tl::make_unexpected(grouping.error());
    if (!taken.insert(grouping->name).second) {
      return refuse({fmt::format("two groupings would both be named \"{}\"", grouping->name),
                     "a grouping is named after its fields",
                     "take one out, or give a field another name in reduce.name",
                     {}});
    }
    groupings.list.push_back(*std::move(grouping));
  }
  return groupings;
}

}  // namespace winnow::reduce
