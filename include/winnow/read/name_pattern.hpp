#pragma once
// Fields from file names: "{scenario}_{router}_seed{seed:int}_buf{buffer:size}_{report}.txt".

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "winnow/base/error.hpp"
#include "winnow/read/field.hpp"

namespace winnow::read {

/// A pattern of literal text and fields, matched against the whole of a file's name, or, where the pattern
/// has slashes, against as many last components of its path. Each field takes as few bytes as its type and
/// the rest of the pattern allow, never none and never a slash; `{*}` takes any run of bytes but slashes,
/// also none, and is forgotten; "{{" and "}}" are braces. Types: text (the default), int, float, size,
/// duration.
class NamePattern {
 public:
  /// Fails with the column of the problem (place.column, in bytes) on an empty pattern, a brace without its
  /// other, an unknown type, a name that is empty, repeated or not made of letters, digits, '_', '-' and '.',
  /// and on two fields with nothing between them, which nothing could tell apart.
  [[nodiscard]] static base::Result<NamePattern> parse(std::string_view pattern);

  NamePattern(NamePattern&&) noexcept;
  NamePattern& operator=(NamePattern&&) noexcept;
  ~NamePattern();

  /// The fields in order of appearance.
  [[nodiscard]] const std::vector<Field>& fields() const;

  /// Fills `values`, one per field, reusing their memory; false, with `values` in any state, if the path does
  /// not match. Time grows at most with pattern × length². Thread-safe.
  [[nodiscard]] bool match(std::string_view path, std::vector<FieldValue>& values) const;

 private:
  struct Parts;
  explicit NamePattern(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace winnow::read
