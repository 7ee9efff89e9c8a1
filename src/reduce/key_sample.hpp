#pragma once
// A few of many keys.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace winnow::reduce {

/// Keeps every n-th of the keys it is shown, at most `capacity` of them: n doubles whenever they are full.
class KeySample {
 public:
  static constexpr std::size_t capacity = 1024;

  void add(std::string_view key) {
    if (seen_++ % stride_ == 0) keep(key);
  }

  [[nodiscard]] const std::vector<std::string>& keys() const { return keys_; }

  /// How many of the keys shown each kept one stands for.
  [[nodiscard]] std::uint64_t stride() const { return stride_; }

 private:
  void keep(std::string_view key);

  std::vector<std::string> keys_;
  std::uint64_t stride_ = 1;
  std::uint64_t seen_ = 0;
};

}  // namespace winnow::reduce
