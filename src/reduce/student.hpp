#pragma once

#include <cstdint>

namespace winnow::reduce {

/// The 0.975 quantile of Student's t distribution with this many degrees of freedom, at least one: half the
/// width of a 95 % confidence interval in standard errors. The same bits on every processor of an
/// architecture.
[[nodiscard]] double student_quantile_975(std::uint64_t degrees_of_freedom);

}  // namespace winnow::reduce
