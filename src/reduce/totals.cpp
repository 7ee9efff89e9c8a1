#include "winnow/reduce/totals.hpp"

#include <fmt/format.h>

namespace winnow::reduce {

std::string Rejected::place() const {
  if (position.line > 0) return fmt::format("{}:{}", path, position.line);
  return position.byte > 0 ? fmt::format("{}, byte {}", path, position.byte) : path;
}

std::uint64_t Totals::rejections() const {
  std::uint64_t sum = 0;
  for (const auto& reason : reasons) sum += reason.count;
  return sum;
}

}  // namespace winnow::reduce
