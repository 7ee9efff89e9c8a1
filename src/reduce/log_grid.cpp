#include "winnow/reduce/log_grid.hpp"

#include <cassert>
#include <cmath>
#include <utility>

namespace winnow::reduce {

// The buckets 0 and −1 reach to zero from both sides.

template <class See>
void LogGrid::visit(See see) const {
  for (std::size_t position = 0; position < directory_.size(); ++position) {
    if (directory_[position] == no_page) continue;
    auto bucket = (static_cast<OrderedBits>(position) - directory_size / 2) * page_size;
    for (const auto count : pages_[directory_[position]]) {
      if (count > 0 && !see(bucket, count)) return;
      ++bucket;
    }
  }
}

std::uint8_t LogGrid::open_page(OrderedBits value) {
  while (pages_.size() == pages_at_most && directory_[position_of(value >> shift_)] == no_page) {
    coarsen_to(level() + 1);
  }
  auto& page = directory_[position_of(value >> shift_)];
  if (page == no_page) {
    page = static_cast<std::uint8_t>(pages_.size());
    pages_.emplace_back();
  }
  return page;
}

void LogGrid::coarsen_to(unsigned level) {
  assert(level <= coarsest_level);
  LogGrid coarser;
  coarser.shift_ = finest_shift + level;
  visit([&](OrderedBits bucket, std::uint64_t count) {
    coarser.add(bucket << shift_, count);
    return true;
  });
  *this = std::move(coarser);
}

void LogGrid::merge(const LogGrid& other) {
  if (level() < other.level()) coarsen_to(other.level());
  other.visit([&](OrderedBits bucket, std::uint64_t count) {
    add(bucket << other.shift_, count);
    return true;
  });
}

void LogGrid::encode(base::Encoder& out) const {
  std::uint64_t buckets = 0;
  visit([&](OrderedBits, std::uint64_t) {
    ++buckets;
    return true;
  });
  out.put_varint(level());
  out.put_varint(buckets);
  OrderedBits next = -directory_size / 2 * page_size;
  visit([&](OrderedBits bucket, std::uint64_t count) {
    out.put_varint(static_cast<std::uint64_t>(bucket - std::exchange(next, bucket)));
    out.put_varint(count);
    return true;
  });
}

bool LogGrid::merge_encoded(base::Decoder& in) {
  constexpr OrderedBits end = directory_size / 2 * page_size;
  const auto level = in.get_varint();
  if (!in.ok() || level > coarsest_level) return false;
  if (this->level() < level) coarsen_to(static_cast<unsigned>(level));
  OrderedBits bucket = -end;
  for (auto left = in.get_varint(); in.ok() && left > 0; --left) {
    const auto step = in.get_varint();
    const auto count = in.get_varint();
    if (!in.ok() || step >= static_cast<std::uint64_t>(end - bucket)) return false;
    bucket += static_cast<OrderedBits>(step);
    const bool representable = -(end >> level) <= bucket && bucket < (end >> level);
    if (!representable || count == 0) return false;
    add(bucket << (finest_shift + level), count);
  }
  return in.ok();
}

std::uint64_t LogGrid::count() const {
  std::uint64_t total = 0;
  visit([&](OrderedBits, std::uint64_t count) {
    total += count;
    return true;
  });
  return total;
}

double LogGrid::value_of_rank(std::uint64_t rank) const {
  OrderedBits found = 0;
  visit([&](OrderedBits bucket, std::uint64_t count) {
    found = bucket;
    if (rank < count) return false;
    rank -= count;
    return true;
  });
  return middle_of(found);
}

void LogGrid::see(const std::function<void(double middle, std::uint64_t times)>& show) const {
  visit([&](OrderedBits bucket, std::uint64_t count) {
    show(middle_of(bucket), count);
    return true;
  });
}

double LogGrid::middle_of(OrderedBits bucket) const {
  if (bucket == 0 || bucket == -1) return 0;
  return ordered_bits::value((bucket << shift_) + (OrderedBits{1} << (shift_ - 1)));
}

double LogGrid::error_bound(unsigned level) {
  return std::ldexp(1.0, static_cast<int>(level) - static_cast<int>(finest) - 1);
}

}  // namespace winnow::reduce
