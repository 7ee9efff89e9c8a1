#pragma once
// Rejections as records: sorted by path, then by place in the file.

#include <string>

#include "reduce/record.hpp"
#include "winnow/base/codec.hpp"
#include "winnow/reduce/totals.hpp"

namespace winnow::reduce {

void encode_rejected(const Rejected& rejected, base::Encoder& out);
[[nodiscard]] Rejected decode_rejected(base::Decoder& in);

/// Appends the rejection as a record whose key stands in the order of (path, byte).
void put_rejected(const Rejected& rejected, base::Encoder& out);

/// The rejection in a record that put_rejected() made.
[[nodiscard]] Rejected rejected_of(const Record& record);

}  // namespace winnow::reduce
