#include "farm/process_memory.hpp"

#include <algorithm>

namespace winnow::farm {

void ProcessMemory::ended(base::Bytes peak) {
  if (peak.count == 0) return;
  need_ = std::max(need_, peak);
  if (tried_ != unbounded) ++tried_;
}

void ProcessMemory::seen(base::Bytes taken, std::uint32_t running) {
  if (running > 0) need_ = std::max(need_, base::Bytes{taken.count / running});
}

base::Bytes ProcessMemory::to_come(base::Bytes taken, std::uint32_t running) const {
  const auto whole = need_ * running;
  return whole - std::min(whole, taken);
}

void ProcessMemory::look(base::Bytes free, base::Bytes to_come, std::uint32_t open, base::Seconds now) {
  free_ = free - std::min(free, to_come);
  if (open < tried_ || next_try_ == base::Seconds::never()) {
    next_try_ = now + rules_.step;
  } else if (now >= next_try_) {
    tried_ = tried_ > unbounded / 2 ? unbounded : tried_ * 2;
    next_try_ = now + rules_.step;
  }
}

bool ProcessMemory::is_short(std::uint32_t open) const {
  return rules_.on && rules_.processes && open > 0 && need_ > free_;
}

bool ProcessMemory::admits(std::uint32_t open) const {
  if (!rules_.on || !rules_.processes || open == 0) return true;
  return open < tried_ && !is_short(open);
}

void ProcessMemory::begun() {
  if (!free_.is_unlimited()) free_ -= std::min(free_, need_);
}

}  // namespace winnow::farm
