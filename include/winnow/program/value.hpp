#pragma once
// Values of parameters, on their way into a program.

#include <cstdint>
#include <string>
#include <variant>

namespace winnow::program {

/// Of a real parameter, an integer one, or one that is a choice of words.
using Value = std::variant<double, std::int64_t, std::string>;

/// The value as text that reads back to the same value: reals in the fewest digits, and always with a point
/// or an exponent ("0.1", "2.0", "1e-07"), integers without.
[[nodiscard]] std::string to_text(const Value& value);

}  // namespace winnow::program
