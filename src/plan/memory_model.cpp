#include "winnow/plan/memory_model.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

namespace winnow::plan {
namespace {

double as_number(base::Bytes bytes) {
  return static_cast<double>(bytes.count);
}

/// Rounded up; what is beyond any machine is unlimited.
base::Bytes as_bytes(double count) {
  if (!(count < 0x1p63)) return base::Bytes::unlimited();
  return {static_cast<std::uint64_t>(std::ceil(count))};
}

}  // namespace

PieceSizes::PieceSizes(std::vector<base::Bytes> sizes) : sizes_(std::move(sizes)) {
  if (sizes_.empty()) sizes_.emplace_back();
  std::sort(sizes_.begin(), sizes_.end(), std::greater<>());
}

double PieceSizes::sum(unsigned count, base::Bytes cap) const {
  double sum = 0;
  const auto known = std::min<std::size_t>(count, sizes_.size());
  for (std::size_t i = 0; i < known; ++i) sum += as_number(std::min(sizes_[i], cap));
  return sum + static_cast<double>(count - known) * as_number(std::min(sizes_.back(), cap));
}

MemoryModel with_ranks(MemoryModel model, unsigned ranks) {
  model.base += base::Bytes{model.rank.count * ranks};
  model.rank = {};
  return model;
}

MemoryModel with_rank_per_worker(MemoryModel model) {
  model.overhead += model.rank;
  model.rank = {};
  return model;
}

base::Bytes file_peak(const MemoryModel& model, base::Bytes size) {
  return batch_peak(model, PieceSizes({size}), 1);
}

base::Bytes batch_peak(const MemoryModel& model, const PieceSizes& pieces, unsigned workers,
                       base::Bytes chunk) {
  return as_bytes(as_number(model.base) + model.gamma * pieces.sum(workers, chunk) +
                  workers * as_number(model.overhead));
}

unsigned best_workers(const MemoryModel& model, const PieceSizes& pieces, base::Bytes budget,
                      unsigned ceiling, base::Bytes chunk) {
  unsigned fits = 0;
  unsigned too_many = ceiling + 1;
  while (too_many - fits > 1) {
    const unsigned middle = fits + (too_many - fits) / 2;
    (batch_peak(model, pieces, middle, chunk) <= budget ? fits : too_many) = middle;
  }
  return fits;
}

std::optional<base::Bytes> best_chunk(const MemoryModel& model, const PieceSizes& pieces, base::Bytes budget,
                                      unsigned workers, base::Bytes least, base::Bytes most) {
  const auto fits = [&](base::Bytes chunk) { return batch_peak(model, pieces, workers, chunk) <= budget; };
  if (fits(most)) return most;
  if (!fits(least)) return std::nullopt;
  auto low = least.count;
  auto high = most.count;
  while (high - low > 1) {
    const auto middle = low + (high - low) / 2;
    (fits({middle}) ? low : high) = middle;
  }
  return base::Bytes{low};
}

base::Bytes budget_of(base::Bytes limit, double eta) {
  if (limit.is_unlimited()) return limit;
  return {static_cast<std::uint64_t>(std::floor(eta * as_number(limit)))};
}

}  // namespace winnow::plan
