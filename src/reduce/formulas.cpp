#include "reduce/formulas.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace winnow::reduce {
namespace {

constexpr const char* where_key = "reduce.where";
constexpr const char* derive_key = "reduce.derive";

/// What was parsed of a Config's expressions, for the questions asked of them all.
struct Parsed {
  std::map<std::string, std::vector<std::string>> used_by;  ///< names in each derived metric's expression
  std::vector<std::string> used_by_where;
};

tl::unexpected<ConfigError> refuse(const char* key, base::Error error) {
  return tl::make_unexpected(ConfigError{key, std::move(error)});
}

const read::Field* find_field(const std::vector<read::Field>& fields, std::string_view name) {
  const auto found = std::ranges::find(fields, name, &read::Field::name);
  return found == fields.end() ? nullptr : &*found;
}

tl::expected<std::vector<std::string>, ConfigError> names_in(const std::string& expression, const char* key,
                                                             const std::vector<read::Field>& fields) {
  auto parsed = formula::Expression::parse(expression);
  if (!parsed) {
    parsed.error().place = {};  // the column is that of the expression, and said in words
    return refuse(key, std::move(parsed).error());
  }
  for (const auto& name : parsed->names()) {
    const auto* field = find_field(fields, name);
    if (field == nullptr || field->type != read::FieldType::text) continue;
    return refuse(
        key, {fmt::format("\"{}\" in \"{}\" is text", name, expression),
              "expressions compute with numbers",
              fmt::format("give the field a type in reduce.name, as in {{{}:int}}, or take it out", name),
              {}});
  }
  return parsed->names();
}

/// The metrics in an order that suits their uses of each other; the circle where there is none.
class Sorter {
 public:
  explicit Sorter(const std::map<std::string, std::vector<std::string>>& used_by) : used_by_(used_by) {}

  /// False if `name` uses itself, which circle() then shows.
  bool visit(const std::string& name) {
    const auto uses = used_by_.find(name);
    if (uses == used_by_.end() || std::ranges::find(sorted_, name) != sorted_.end()) return true;
    const bool open = std::ranges::find(path_, name) != path_.end();
    path_.push_back(name);
    if (open) return false;
    for (const auto& used : uses->second) {
      if (!visit(used)) return false;
    }
    path_.pop_back();
    sorted_.push_back(name);
    return true;
  }

  [[nodiscard]] const std::vector<std::string>& sorted() const { return sorted_; }

  /// "a → b → a".
  [[nodiscard]] std::string circle() const {
    std::string text;
    for (auto name = std::ranges::find(path_, path_.back()); name != path_.end(); ++name) {
      text += (text.empty() ? "" : " → ") + *name;
    }
    return text;
  }

 private:
  const std::map<std::string, std::vector<std::string>>& used_by_;
  std::vector<std::string> path_;  ///< from what was asked for to what is being visited
  std::vector<std::string> sorted_;
};

tl::expected<Parsed, ConfigError> parse_all(const Config& config, const std::vector<read::Field>& fields) {
  Parsed parsed;
  for (const auto& [name, expression] : config.derive) {
    if (name.empty()) return refuse(derive_key, {"a derived metric has no name", "", "name it", {}});
    if (find_field(fields, name) != nullptr) {
      return refuse(derive_key, {fmt::format("no metric may be derived under the name \"{}\"", name),
                                 "a field of reduce.name has it",
                                 "give one of them another name",
                                 {}});
    }
    auto names = names_in(expression, derive_key, fields);
    if (!names) return tl::make_unexpected(std::move(names).error());
    parsed.used_by.emplace(name, *std::move(names));
  }
  if (config.where.empty()) return parsed;
  auto names = names_in(config.where, where_key, fields);
  if (!names) return tl::make_unexpected(std::move(names).error());
  parsed.used_by_where = *std::move(names);
  return parsed;
}

}  // namespace

tl::expected<Formulas, ConfigError> Formulas::make(const Config& config,
                                                   const std::vector<read::Field>& fields) {
  const auto parsed = parse_all(config, fields);
  if (!parsed) return tl::make_unexpected(parsed.error());
  Sorter sorter(parsed->used_by);
  for (const auto& [name, uses] : parsed->used_by) {
    if (sorter.visit(name)) continue;
    return refuse(derive_key, {fmt::format("\"{}\" is derived from itself", name),
                               sorter.circle(),
                               "give the derived metric a name that none of its columns has",
                               {}});
  }
  Formulas formulas;
  formulas.where_ = config.where;
  const auto add_columns = [&](const std::vector<std::string>& names, const char* key) {
    for (const auto& name : names) {
      const bool is_column = find_field(fields, name) == nullptr && !parsed->used_by.contains(name);
      if (is_column) formulas.columns_.emplace(name, key);
    }
  };
  for (const auto& name : sorter.sorted()) {
    formulas.derived_.push_back({name, config.derive.at(name)});
    add_columns(parsed->used_by.at(name), derive_key);
  }
  add_columns(parsed->used_by_where, where_key);
  return formulas;
}

}  // namespace winnow::reduce
