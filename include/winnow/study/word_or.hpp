#pragma once
// Settings that hold a value or, in its place, a word: `memory = "auto"` or `memory = "8GiB"`.

#include <cassert>
#include <optional>
#include <string_view>
#include <utility>

namespace winnow::study {

/// A T or the word of `Word`, which is what a fresh one holds. The word is a part of the type, so that "auto"
/// and "none" cannot be taken for each other.
template <class Word, class T>
class WordOr {
 public:
  constexpr WordOr() = default;
  constexpr WordOr(T value) : value_(std::move(value)) {}  // NOLINT: a T is a setting as it stands

  [[nodiscard]] static constexpr std::string_view word() { return Word::text; }

  [[nodiscard]] constexpr bool is_word() const { return !value_.has_value(); }
  [[nodiscard]] constexpr bool has_value() const { return value_.has_value(); }

  /// Only if there is one.
  [[nodiscard]] constexpr const T& value() const {
    assert(value_.has_value());
    return *value_;
  }

  /// What the word stands for is `meaning`.
  [[nodiscard]] constexpr T value_or(T meaning) const { return value_ ? *value_ : std::move(meaning); }

  constexpr bool operator==(const WordOr&) const = default;

 private:
  std::optional<T> value_;
};

struct Auto {
  static constexpr std::string_view text = "auto";
};
struct None {
  static constexpr std::string_view text = "none";
};

/// "auto", Winnow's own choice, or a value.
template <class T>
using AutoOr = WordOr<Auto, T>;

/// "none", no such thing, or a value.
template <class T>
using NoneOr = WordOr<None, T>;

}  // namespace winnow::study
