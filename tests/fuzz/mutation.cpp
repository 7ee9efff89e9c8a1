#include "fuzz/mutation.hpp"

#include <algorithm>
#include <string_view>

#include "winnow/base/random.hpp"

namespace winnow::fuzz {
namespace {

using base::RandomSequence;
using namespace std::string_view_literals;

constexpr std::size_t longest_input = std::size_t{1} << 20;

/// What means something to a reader.
constexpr std::string_view words[] = {
    "\n"sv, "\r\n"sv, "\""sv, "\"\""sv, ","sv,     ";"sv,   "\t"sv, " "sv,     "|"sv,   ":"sv,
    "#"sv,  "\0"sv,   "0"sv,  "9"sv,    "-"sv,     "."sv,   "e"sv,  "1e400"sv, "nan"sv, "NA"sv,
    "/"sv,  "{"sv,    "}"sv,  "{*}"sv,  ":int}"sv, "0x1"sv, "\r"sv, "999"sv,   "1.5"sv, "\xef\xbb\xbf"sv,
};

/// A stretch of a text: mostly a short one.
std::string_view some_stretch(std::string_view text, RandomSequence& random) {
  const auto begin = random.below(text.size() + 1);
  const auto most = random.below(4) == 0 ? text.size() : std::min<std::size_t>(text.size(), 8);
  return text.substr(begin, random.below(most + 1));
}

/// The same byte many times over; now and then more often than a line may be long.
std::string long_run(std::string_view text, RandomSequence& random) {
  const char byte = text.empty() ? 'a' : text[random.below(text.size())];
  return std::string(random.below(random.below(256) == 0 ? 400'000 : 100), byte);
}

void mutate(std::string& text, const std::string& other, RandomSequence& random) {
  const auto at = random.below(text.size() + 1);
  switch (random.below(8)) {
    case 0:
      if (at < text.size()) text[at] = static_cast<char>(text[at] ^ (1 << random.below(8)));
      break;
    case 1:
      if (at < text.size()) text[at] = static_cast<char>(random.below(256));
      break;
    case 2: {
      const auto stretch = some_stretch(text, random);
      text.erase(static_cast<std::size_t>(stretch.data() - text.data()), stretch.size());
      break;
    }
    case 3:
      text.insert(at, std::string(some_stretch(text, random)));
      break;
    case 4:
      text.insert(at, some_stretch(other, random));
      break;
    case 5:
      text.insert(at, long_run(text, random));
      break;
    default:
      text.insert(at, words[random.below(std::size(words))]);
      break;
  }
  text.resize(std::min(text.size(), longest_input));
}

}  // namespace

std::string mutated(const std::vector<std::string>& inputs, std::uint64_t seed, std::uint64_t index) {
  RandomSequence random(seed, index);
  auto text = inputs[random.below(inputs.size())];
  const auto& other = inputs[random.below(inputs.size())];
  for (auto left = 1 + random.below(6); left > 0; --left) mutate(text, other, random);
  return text;
}

}  // namespace winnow::fuzz
