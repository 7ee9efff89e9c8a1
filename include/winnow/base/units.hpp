#pragma once
// Amounts that carry their unit in their type, and their spelling in texts: "512MiB", "1.5s".

#include <compare>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

#include "winnow/base/error.hpp"

namespace winnow::base {

/// A number of bytes: memory, file sizes. Arithmetic saturates nowhere; 2^64 bytes is beyond any machine.
struct Bytes {
  std::uint64_t count = 0;

  static constexpr Bytes unlimited() { return {std::numeric_limits<std::uint64_t>::max()}; }
  [[nodiscard]] constexpr bool is_unlimited() const { return *this == unlimited(); }

  constexpr auto operator<=>(const Bytes&) const = default;
  constexpr Bytes& operator+=(Bytes other) { return count += other.count, *this; }
  constexpr Bytes& operator-=(Bytes other) { return count -= other.count, *this; }
  friend constexpr Bytes operator+(Bytes a, Bytes b) { return a += b; }
  friend constexpr Bytes operator-(Bytes a, Bytes b) { return a -= b; }
  friend constexpr Bytes operator*(Bytes a, std::uint64_t n) { return {a.count * n}; }
};

constexpr Bytes kibibytes(std::uint64_t n) {
  return {n << 10};
}
constexpr Bytes mebibytes(std::uint64_t n) {
  return {n << 20};
}
constexpr Bytes gibibytes(std::uint64_t n) {
  return {n << 30};
}

/// A duration, or a point in time as seconds since a clock's start.
struct Seconds {
  double count = 0;

  static constexpr Seconds never() { return {std::numeric_limits<double>::infinity()}; }

  constexpr auto operator<=>(const Seconds&) const = default;
  constexpr Seconds& operator+=(Seconds other) { return count += other.count, *this; }
  constexpr Seconds& operator-=(Seconds other) { return count -= other.count, *this; }
  friend constexpr Seconds operator+(Seconds a, Seconds b) { return a += b; }
  friend constexpr Seconds operator-(Seconds a, Seconds b) { return a -= b; }
  friend constexpr Seconds operator*(Seconds a, double n) { return {a.count * n}; }
  friend constexpr double operator/(Seconds a, Seconds b) { return a.count / b.count; }
};

/// "7.5 GiB", "340 KiB", "12 B": for people, three significant digits; "unlimited" for Bytes::unlimited().
[[nodiscard]] std::string to_text(Bytes bytes);

/// "0.25 s", "3 min 20 s", "2 h 5 min": for people.
[[nodiscard]] std::string to_text(Seconds seconds);

/// Reads a size: digits with an optional fraction and an optional suffix. k, M, G, T, P are powers of 1000 (K
/// as k), Ki, Mi, Gi, Ti, Pi powers of 1024, each with or without "B" (IEC 80000-13). No suffix means bytes.
/// Fails on anything else, on negatives, and on what exceeds 2^63.
[[nodiscard]] Result<Bytes> parse_bytes(std::string_view text);

/// Reads a duration: a number with "ms", "s" (or nothing), "min" or "m", "h", "d". Fails on anything else and
/// on negatives.
[[nodiscard]] Result<Seconds> parse_seconds(std::string_view text);

}  // namespace winnow::base
