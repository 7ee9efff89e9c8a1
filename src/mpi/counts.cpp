#include "mpi/counts.hpp"

#include <fmt/format.h>

#include <limits>
#include <utility>

#include "winnow/base/error.hpp"
#include "winnow/base/units.hpp"

namespace winnow::mpi {
namespace {

constexpr auto most = static_cast<std::size_t>(std::numeric_limits<int>::max());

}  // namespace

int count_of(std::size_t bytes) {
  if (bytes <= most) return static_cast<int>(bytes);
  throw base::Failure({fmt::format("{} are too many for one message", to_text(base::Bytes{bytes})),
                       fmt::format("MPI takes {} at most", to_text(base::Bytes{most})),
                       "spread the work over more ranks, or cut it into smaller tasks",
                       {}});
}

Layout::Layout(std::vector<int> of_counts) : counts(std::move(of_counts)) {
  offsets.reserve(counts.size());
  for (const int count : counts) {
    offsets.push_back(count_of(total));
    total += static_cast<std::size_t>(count);
  }
  static_cast<void>(count_of(total));
}

}  // namespace winnow::mpi
