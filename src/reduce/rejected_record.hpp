#pragma once
// Rejections as records: sorted by path, then by place in the file.

#include <cstdint>
#include <string>
#include <string_view>

#include "reduce/record.hpp"
#include "winnow/base/codec.hpp"
#include "winnow/reduce/totals.hpp"

namespace winnow::reduce {

void encode_rejected(const Rejected& rejected, base::Encoder& out);
[[nodiscard]] Rejected decode_rejected(base::Decoder& in);

/// What else stands in the order of places in files, before the rejections at its place.
enum class PlaceKind : char { note = 0, rejection = 1 };

/// A key in the order of (path, byte, kind).
[[nodiscard]] std::string place_key(std::string_view path, std::uint64_t byte, PlaceKind kind);

/// The part of such a key that all places of one file share.
[[nodiscard]] std::string_view file_part(std::string_view key);

/// Appends the rejection as a record whose key is that of its place.
void put_rejected(const Rejected& rejected, base::Encoder& out);

/// The rejection in a record that put_rejected() made.
[[nodiscard]] Rejected rejected_of(const Record& record);

}  // namespace winnow::reduce
