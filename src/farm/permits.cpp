#include "farm/permits.hpp"

#include <algorithm>

namespace winnow::farm {

void Permits::look(double used, std::uint32_t slots, std::uint32_t running, base::Seconds now) {
  next_look_ = now + rules_.interval;
  const bool cuts = used >= rules_.eta;
  const bool held = holds_;
  holds_ = used >= rules_.hold * rules_.eta;
  if (holds_ && !held) allowed_ = std::min(allowed_, std::clamp(running, 1U, std::max(1U, slots)));
  if (cuts && now >= next_cut_) {
    allowed_ = std::max(1U, std::min(allowed_, slots) / 2);
    next_cut_ = now + rules_.step;
  }
  if (holds_) {
    next_rise_ = now + rules_.step;
  } else if (are_scarce() && now >= next_rise_) {
    ++allowed_;
    next_rise_ = now + rules_.step;
  }
  if (!holds_ && allowed_ >= slots) allowed_ = unbounded;
}

}  // namespace winnow::farm
