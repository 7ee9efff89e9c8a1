#pragma once

#include <optional>
#include <span>

#include "report/performance_advice.hpp"

namespace winnow::report {

/// On one of `all` operations where what to do about it depends on the search; nothing on any other.
[[nodiscard]] std::optional<Advice> search_advice(const OperationRow& row, std::span<const OperationRow> all,
                                                  const SearchFacts& search);

}  // namespace winnow::report
