#include "report/whole_table.hpp"

#include <algorithm>
#include <utility>
#include <variant>

namespace winnow::report {
namespace {

template <class Value>
Value attribute_of(const base::TableShape& shape, std::string_view name) {
  const auto found = std::ranges::find(shape.attributes, name, &base::Attribute::name);
  const auto* value = found != shape.attributes.end() ? std::get_if<Value>(&found->value) : nullptr;
  return value != nullptr ? *value : Value{};
}

}  // namespace

WholeTable::WholeTable(const store::ResultFile& file, base::TableShape shape)
    : shape_(std::move(shape)), reader_(file, shape_) {
}

base::Result<std::unique_ptr<WholeTable>> WholeTable::read(const store::ResultFile& file,
                                                           const std::string& group) {
  auto shape = file.shape(group);
  if (!shape) return tl::unexpected(std::move(shape).error());
  std::unique_ptr<WholeTable> table(new WholeTable(file, *std::move(shape)));
  if (auto loaded = table->reader_.load(0, table->rows()); !loaded) return tl::unexpected(loaded.error());
  return table;
}

double WholeTable::number(std::string_view variable, std::uint64_t row, double missing) const {
  const auto index = index_of(variable);
  return index ? reader_.number(*index, row) : missing;
}

std::string WholeTable::text(std::string_view variable, std::uint64_t row) const {
  const auto index = index_of(variable);
  return index ? reader_.text(*index, row) : std::string();
}

std::string WholeTable::attribute(std::string_view name) const {
  return attribute_of<std::string>(shape_, name);
}

std::uint64_t WholeTable::integer(std::string_view name) const {
  return static_cast<std::uint64_t>(attribute_of<std::int64_t>(shape_, name));
}

std::optional<std::size_t> WholeTable::index_of(std::string_view variable) const {
  const auto found = std::ranges::find(shape_.variables, variable, &base::Variable::name);
  if (found == shape_.variables.end()) return std::nullopt;
  return static_cast<std::size_t>(found - shape_.variables.begin());
}

}  // namespace winnow::report
