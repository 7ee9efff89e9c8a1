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
  numbers_.push_back(added_++);
  for (const auto& text : all_quantities()) {
    const auto value = sample[text.quantity];
    if (!value) continue;
    least_.set(text.quantity, std::min(*value, least_[text.quantity].value_or(*value)));
    greatest_.set(text.quantity, std::max(*value, greatest_[text.quantity].value_or(*value)));
  }
}

void Series::thin_older_half() {
  const auto half = samples_.size() / 2;
  while (count_even(half, stride_) > (half + 1) / 2) stride_ *= 2;
  std::size_t kept = 0;
  for (std::size_t i = 0; i < samples_.size(); ++i) {
    if (i < half && numbers_[i] % stride_ != 0) continue;
    samples_[kept] = samples_[i];
    numbers_[kept++] = numbers_[i];
  }
  samples_.resize(kept);
  numbers_.resize(kept);
}

std::size_t Series::count_even(std::size_t first, std::uint64_t stride) const {
  const auto end = numbers_.begin() + static_cast<std::ptrdiff_t>(first);
  return static_cast<std::size_t>(
      std::count_if(numbers_.begin(), end, [stride](auto number) { return number % stride == 0; }));
}

std::span<const Sample> Series::unthinned() const {
  auto first = samples_.size();
  while (first > 1 && numbers_[first - 2] + 1 == numbers_[first - 1]) --first;
  return std::span(samples_).subspan(first > 0 ? first - 1 : 0);
}

std::vector<Sample> Series::evenly(std::size_t most) const {
  assert(most >= 1);
  auto stride = stride_;
  while (count_even(numbers_.size(), stride) > most) stride *= 2;
  std::vector<Sample> chosen;
  for (std::size_t i = 0; i < samples_.size(); ++i) {
    if (numbers_[i] % stride == 0) chosen.push_back(samples_[i]);
  }
  return chosen;
}

std::vector<Sample> Series::spread(std::size_t most) const {
  assert(most >= 2);
  if (samples_.size() <= most) return samples_;
  auto chosen = evenly(most);
  if (chosen.back().time == samples_.back().time) return chosen;
  if (chosen.size() == most) chosen = evenly(most - 1);
  chosen.push_back(samples_.back());
  return chosen;
}

}  // namespace winnow::watch
