#pragma once
// Typed texts: what file names and key columns hold.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace winnow::read {

/// text: anything; integer: a whole number that fits an int64; real: a finite decimal number; size: 5M =
/// 5·10⁶ bytes, 5MiB = 5·2²⁰; duration: 90, 1.5min.
enum class FieldType : std::uint8_t { text, integer, real, size, duration };

struct Field {
  std::string name;
  FieldType type = FieldType::text;

  /// The unit of its values: "B" for size, "s" for duration, else empty.
  [[nodiscard]] std::string_view unit() const;
};

/// The type of a word of patterns: "text", "int", "float", "size", "duration".
[[nodiscard]] std::optional<FieldType> field_type_named(std::string_view word);

/// All such words.
[[nodiscard]] std::vector<std::string> field_type_names();

/// integer and size are int64 (a size in bytes), real and duration double (a duration in seconds).
using FieldValue = std::variant<std::int64_t, double, std::string>;

/// Sets `value` to what the whole of `text` says, reusing its memory; false, with `value` in any state, if
/// that is nothing of `type`. Thread-safe.
[[nodiscard]] bool parse_field(FieldType type, std::string_view text, FieldValue& value);

/// As above; nothing if `text` is nothing of `type`.
[[nodiscard]] std::optional<FieldValue> parse_field(FieldType type, std::string_view text);

/// Why a text that does not parse as `type` is rejected: "not an int".
[[nodiscard]] std::string_view not_of_type(FieldType type);

}  // namespace winnow::read
