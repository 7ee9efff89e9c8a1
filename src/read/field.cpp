#include "winnow/read/field.hpp"

#include <array>
#include <utility>

#include "read/number.hpp"
#include "winnow/base/units.hpp"

namespace winnow::read {
namespace {

constexpr std::array<std::pair<std::string_view, FieldType>, 5> type_names{{
    {"text", FieldType::text},
    {"int", FieldType::integer},
    {"float", FieldType::real},
    {"size", FieldType::size},
    {"duration", FieldType::duration},
}};

/// Sizes and durations are tried only where they may be: a refusal costs their parser an Error's text.
bool begins_a_number(std::string_view text) {
  return !text.empty() && (('0' <= text[0] && text[0] <= '9') || text[0] == '.');
}

void set_text(std::string_view text, FieldValue& value) {
  if (auto* kept = std::get_if<std::string>(&value)) {
    kept->assign(text);
  } else {
    value.emplace<std::string>(text);
  }
}

}  // namespace

std::string_view Field::unit() const {
  if (type == FieldType::size) return "B";
  if (type == FieldType::duration) return "s";
  return {};
}

std::optional<FieldType> field_type_named(std::string_view word) {
  for (const auto& [name, type] : type_names) {
    if (name == word) return type;
  }
  return std::nullopt;
}

std::vector<std::string> field_type_names() {
  std::vector<std::string> names;
  for (const auto& entry : type_names) names.emplace_back(entry.first);
  return names;
}

bool parse_field(FieldType type, std::string_view text, FieldValue& value) {
  switch (type) {
    case FieldType::text:
      set_text(text, value);
      return true;
    case FieldType::integer: {
      const auto number = parse_integer(text);
      if (number) value = *number;
      return number.has_value();
    }
    case FieldType::real: {
      const auto number = parse_number(text);
      if (number) value = *number;
      return number.has_value();
    }
    case FieldType::size: {
      if (!begins_a_number(text)) return false;
      const auto bytes = base::parse_bytes(text);
      if (bytes) value = static_cast<std::int64_t>(bytes->count);
      return bytes.has_value();
    }
    case FieldType::duration: {
      if (!begins_a_number(text)) return false;
      const auto seconds = base::parse_seconds(text);
      if (seconds) value = seconds->count;
      return seconds.has_value();
    }
  }
  return false;
}

std::optional<FieldValue> parse_field(FieldType type, std::string_view text) {
  FieldValue value;
  if (!parse_field(type, text, value)) return std::nullopt;
  return value;
}

std::string_view not_of_type(FieldType type) {
  switch (type) {
    case FieldType::text:
      return "not a text";
    case FieldType::integer:
      return "not an int";
    case FieldType::real:
      return "not a float";
    case FieldType::size:
      return "not a size";
    case FieldType::duration:
      return "not a duration";
  }
  return {};
}

}  // namespace winnow::read
