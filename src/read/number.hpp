#pragma once
// Decimal numbers as all readers and patterns take them.

#include <cstdint>
#include <optional>
#include <string_view>

namespace winnow::read {

/// The finite decimal number that is the whole of `text`, correctly rounded: "-1.5e3", "+7", ".5". Nothing
/// for "", "inf", "nan", "0x10", "12abc", "1,5" and what overflows ("1e400"); what underflows is a zero.
[[nodiscard]] std::optional<double> parse_number(std::string_view text);

/// True for what is no such number, but was written as one: it overflows ("1e400"), is hexadecimal ("0x10"),
/// or has a decimal comma ("1,5").
[[nodiscard]] bool is_refused_number(std::string_view text);

/// The whole number that is the whole of `text`, with or without a sign; nothing if it is beyond 64 bits.
[[nodiscard]] std::optional<std::int64_t> parse_integer(std::string_view text);

/// True for "NaN" in any case.
[[nodiscard]] bool is_nan_word(std::string_view text);

}  // namespace winnow::read
