#include "winnow/watch/reclaim_trigger.hpp"

namespace winnow::watch {

bool ReclaimTrigger::reached(base::Bytes used, base::Bytes level, base::Seconds now) {
  if (level.is_unlimited()) return false;
  const bool is_low = static_cast<double>(used.count) < rearmed_below * static_cast<double>(level.count);
  if (is_low) armed_at_ = now;
  if (used < level || now < armed_at_) return false;
  armed_at_ = now + pause;
  return true;
}

}  // namespace winnow::watch
