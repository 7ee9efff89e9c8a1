#pragma once
// One field of each of several lines.

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace winnow::read {

/// A field of lines that follow each other and have as many fields each.
class FieldColumn {
 public:
  /// `ends`: the place in `text` of the separator behind the field of the first line. The one before stands
  /// in front of it, those of the lines that follow are each `stride` farther on. All must outlive the
  /// column.
  FieldColumn(const char* text, const std::uint32_t* ends, std::size_t stride)
      : text_(text), ends_(ends), stride_(stride) {}

  [[nodiscard]] std::string_view operator[](std::size_t line) const {
    const auto* const end = ends_ + line * stride_;
    const char* const begin = text_ + (end[-1] + 1);  // the first of a text stands behind a separator at −1
    return {begin, static_cast<std::size_t>(text_ + *end - begin)};
  }

 private:
  const char* text_;
  const std::uint32_t* ends_;
  std::size_t stride_;
};

}  // namespace winnow::read
