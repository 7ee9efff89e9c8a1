#include "winnow/watch/series.hpp"

#include <algorithm>
#include <cassert>

namespace winnow::watch {

Series::Series(std::size_t most_samples) : most_samples_(most_samples) {
  assert(most_samples >= 4);
}

void Series::add(const Sample& sample) {
  assert(samples_.empty() || samples_.back().time <= sample.time);
  if (samples_.size() == most_samples_) thin_older_half();
  samples_.push_back(sample);
  ++added_;
  for (const auto& text : all_quantities()) {
    const auto value = sample[text.quantity];
    if (!value) continue;
    least_.set(text.quantity, std::min(*value, least_[text.quantity].value_or(*value)));
    greatest_.set(text.quantity, std::max(*value, greatest_[text.quantity].value_or(*value)));
  }
}

void Series::thin_older_half() {
  const auto half = samples_.size() / 2;
  for (std::size_t i = 1; 2 * i < half; ++i) samples_[i] = samples_[2 * i];
  const auto kept = static_cast<std::ptrdiff_t>((half + 1) / 2);
  samples_.erase(samples_.begin() + kept, samples_.begin() + static_cast<std::ptrdiff_t>(half));
}

std::vector<Sample> Series::spread(std::size_t most) const {
  assert(most >= 2);
  if (samples_.size() <= most) return samples_;
  std::vector<Sample> chosen;
  chosen.reserve(most);
  for (std::size_t i = 0; i < most; ++i) chosen.push_back(samples_[i * (samples_.size() - 1) / (most - 1)]);
  return chosen;
}

}  // namespace winnow::watch
