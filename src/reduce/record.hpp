#pragma once
// Records: bytes that are sorted by a key, on their way into a table. What they mean, their table knows.

#include <compare>
#include <string_view>

#include "reduce/text_bytes.hpp"
#include "winnow/base/codec.hpp"

namespace winnow::reduce {

/// Looks into memory of somebody else's. Ordered by key and, so that no order is left to chance, by payload;
/// both as unsigned bytes.
struct Record {
  std::string_view key;
  std::string_view payload;

  auto operator<=>(const Record&) const = default;
};

inline void put_record(const Record& record, base::Encoder& out) {
  out.put_text(record.key);
  out.put_text(record.payload);
}

inline Record get_record(base::Decoder& in) {
  const auto key = in.get_text();
  return {key, in.get_text()};
}

}  // namespace winnow::reduce
