#include "reduce/text_memo.hpp"

#include <gtest/gtest.h>

#include <map>
#include <string>

#include "winnow/base/random.hpp"

namespace winnow::reduce {
namespace {

TEST(TextMemo, asks_once_for_a_text_as_long_as_no_other_takes_its_place) {
  TextMemo memo;
  int asked = 0;
  for (const std::string text : {"", "a", "Epidemic", "Epidemic_buf2M", "SprayAndWait_buf50M"}) {
    const auto find = [&] { return static_cast<std::uint32_t>(++asked); };
    const auto number = memo.recall(text, find);
    EXPECT_EQ(memo.recall(text, find), number);
  }
  EXPECT_EQ(asked, 5);
}

TEST(TextMemo, asks_anew_for_what_was_forgotten) {
  TextMemo memo;
  EXPECT_EQ(memo.recall("a", [] { return 1u; }), 1u);
  memo.forget();
  EXPECT_EQ(memo.recall("a", [] { return 2u; }), 2u);
  EXPECT_EQ(memo.recall("a", [] { return 3u; }), 2u);
}

TEST(TextMemo, never_takes_a_text_for_another) {
  base::RandomSequence random(20261104, 0);
  TextMemo memo;
  std::map<std::string, std::uint32_t> numbers;
  for (int round = 0; round < 200'000; ++round) {
    // Few letters and all sizes, so that most texts differ little from another one.
    std::string text(random.below(TextMemo::longest + 3), 'a');
    for (auto changes = random.below(3); changes > 0 && !text.empty(); --changes) {
      text[random.below(text.size())] = random.below(2) == 0 ? 'b' : '\0';
    }
    const auto number = numbers.try_emplace(text, static_cast<std::uint32_t>(numbers.size())).first->second;
    ASSERT_EQ(memo.recall(text, [number] { return number; }), number) << text;
  }
}

}  // namespace
}  // namespace winnow::reduce
