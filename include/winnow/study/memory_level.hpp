#pragma once
// How much memory is in use when something is to be done: a share of the limit, "80%", or a size, "8GiB".

#include <variant>

#include "winnow/base/units.hpp"
#include "winnow/study/share.hpp"

namespace winnow::study {

struct MemoryLevel {
  std::variant<Share, base::Bytes> at = Share{1};

  /// Where the limit is `limit`; unlimited if that is, and the level is a share of it.
  [[nodiscard]] constexpr base::Bytes of(base::Bytes limit) const {
    if (const auto* size = std::get_if<base::Bytes>(&at)) return *size;
    if (limit.is_unlimited()) return limit;
    return {static_cast<std::uint64_t>(static_cast<double>(limit.count) * std::get<Share>(at).of_one)};
  }

  constexpr bool operator==(const MemoryLevel&) const = default;
};

}  // namespace winnow::study
