#pragma once
// What was found for short texts before.

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

namespace winnow::reduce {

/// Remembers a number for each of the short texts that came last, in so few instructions that it pays to ask
/// it before a table of all texts. Where two texts want the same place, the later one takes it.
class TextMemo {
 public:
  static constexpr std::size_t longest = 32;

  /// The number that `find()` gave for this text, or gives now. What it gives must not change but by
  /// forget().
  template <class Find>
  std::uint32_t recall(std::string_view text, Find find) {
    if (text.size() > longest) return find();
    const auto words = words_of(text);
    auto& slot = slots_[place_of(words)];
    const auto stamp = generation_ << 8 | text.size();
    if (slot.stamp != stamp || !are_equal(slot.words, words)) [[unlikely]]
      slot = {words, stamp, find()};
    return slot.number;
  }

  /// Takes no time: what was remembered is of a generation before.
  void forget() { ++generation_; }

 private:
  /// With the size they tell the text.
  using Words = std::array<std::uint64_t, 4>;
  struct Slot {
    Words words{};
    std::uint64_t stamp = 0;  ///< generation and size
    std::uint32_t number = 0;
  };
  static constexpr int slot_bits = 10;

  /// Without the call that comparing arrays would be.
  static bool are_equal(const Words& a, const Words& b) {
    return ((a[0] ^ b[0]) | (a[1] ^ b[1]) | (a[2] ^ b[2]) | (a[3] ^ b[3])) == 0;
  }

  /// Words that overlap where the text is shorter than all of them, so that its size decides no branch.
  static Words words_of(std::string_view text) {
    Words words{};
    const auto size = text.size();
    if (size < sizeof(std::uint64_t)) {
      for (std::size_t i = 0; i < size; ++i) words[0] = words[0] << 8 | static_cast<unsigned char>(text[i]);
      return words;
    }
    const auto word_at = [text](std::size_t at) {
      std::uint64_t word = 0;
      std::memcpy(&word, text.data() + at, sizeof word);
      return word;
    };
    return {word_at(0), word_at(std::min<std::size_t>(size - 8, 8)),
            word_at(std::max<std::size_t>(size, 16) - 16), word_at(size - 8)};
  }

  /// The upper bits of a sum of products with odd numbers: the fractions of the golden ratio and of the
  /// square roots of 2, 3 and 5.
  static std::size_t place_of(const Words& words) {
    const auto sum = words[0] * 0x9e3779b97f4a7c15u + words[1] * 0x6a09e667f3bcc909u +
                     words[2] * 0xbb67ae8584caa73bu + words[3] * 0x3c6ef372fe94f82bu;
    return sum >> (64 - slot_bits);
  }

  std::vector<Slot> slots_ = std::vector<Slot>(std::size_t{1} << slot_bits);
  std::uint64_t generation_ = 1;
};

}  // namespace winnow::reduce
