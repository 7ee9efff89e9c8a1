#include "optimize/table_columns.hpp"

#include <fmt/format.h>

namespace winnow::optimize {

std::string path_of(std::string_view group, const Problem& problem, std::string_view table) {
  return problem.name.empty() ? fmt::format("{}/{}", group, table)
                              : fmt::format("{}/{}/{}", group, problem.name, table);
}

std::uint64_t width_of(const std::vector<std::string>& choices) {
  std::uint64_t width = 1;
  for (const auto& choice : choices) width = std::max<std::uint64_t>(width, choice.size());
  return width;
}

}  // namespace winnow::optimize
