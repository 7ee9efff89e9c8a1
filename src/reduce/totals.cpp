#include "winnow/reduce/totals.hpp"

#include <fmt/format.h>

namespace winnow::reduce {

std::string Rejected::place() const {
  return position.line == 0 ? path : fmt::format("{}:{}", path, position.line);
}

std::uint64_t Totals::rejections() const {
  std::uint64_t sum = 0;
  for (const auto& reason : reasons) sum += reason.count;
  return sum;
}

}  // namespace winnow::reduce
