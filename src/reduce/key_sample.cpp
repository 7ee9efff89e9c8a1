#include "reduce/key_sample.hpp"

#include <utility>

namespace winnow::reduce {

void KeySample::keep(std::string_view key) {
  if (keys_.size() == capacity) {
    for (std::size_t i = 1; i < capacity / 2; ++i) keys_[i] = std::move(keys_[2 * i]);
    keys_.resize(capacity / 2);
    stride_ *= 2;  // the key at hand is number capacity · stride, so it is one of the new, wider steps
  }
  keys_.emplace_back(key);
}

}  // namespace winnow::reduce
