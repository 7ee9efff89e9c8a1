#include "optimize/generation_history.hpp"

#include <gmock/gmock.h>

namespace winnow::optimize {
namespace {

using testing::ElementsAre;
using testing::Le;
using testing::SizeIs;

Generation generation(std::uint64_t number, std::uint32_t island = 0) {
  Generation generation;
  generation.record.number = number;
  generation.record.island = island;
  generation.record.mutation_memory = {0.5, 0.25};
  generation.at = base::Seconds{static_cast<double>(number)};
  generation.sent = base::Bytes{number};
  generation.utilisation = 0.75;
  return generation;
}

std::vector<std::uint64_t> numbers_of(const GenerationHistory& history) {
  std::vector<std::uint64_t> numbers;
  for (const auto& one : history.kept()) numbers.push_back(one.record.number);
  return numbers;
}

TEST(GenerationHistory, keeps_all_while_they_are_few) {
  GenerationHistory history(4);
  for (std::uint64_t i = 0; i < 4; ++i) history.add(generation(i));
  EXPECT_THAT(numbers_of(history), ElementsAre(0, 1, 2, 3));
}

TEST(GenerationHistory, keeps_of_many_those_of_round_numbers_and_the_last) {
  GenerationHistory history(4);
  for (std::uint64_t i = 0; i < 12; ++i) history.add(generation(i));
  EXPECT_THAT(numbers_of(history), ElementsAre(0, 4, 8, 11));
  for (std::uint64_t i = 12; i < 100'000; ++i) history.add(generation(i));
  EXPECT_THAT(history.kept(), SizeIs(Le(5U)));
  EXPECT_EQ(numbers_of(history).back(), 99'999U);
}

TEST(GenerationHistory, keeps_the_last_of_each_island) {
  GenerationHistory history(2);
  for (std::uint64_t i = 0; i < 8; ++i) {
    for (const std::uint32_t island : {0U, 1U}) history.add(generation(i, island));
  }
  EXPECT_EQ(std::ranges::count(numbers_of(history), 7U), 2);
}

TEST(GenerationHistory, knows_the_latest_of_all_islands) {
  GenerationHistory history(4);
  EXPECT_EQ(history.latest(), nullptr);
  for (std::uint64_t i = 0; i < 21; ++i) {
    for (const std::uint32_t island : {1U, 0U}) {
      history.add(generation(i, island));
      const auto* const latest = history.latest();
      ASSERT_NE(latest, nullptr);
      EXPECT_EQ(latest->record.number, i);
      EXPECT_EQ(latest->record.island, 1U) << "though the other one's came later";
    }
  }
}

TEST(GenerationHistory, goes_on_after_its_bytes_as_it_would_have_gone_on) {
  GenerationHistory through(4);
  for (std::uint64_t i = 0; i < 21; ++i) through.add(generation(i));
  base::Buffer bytes;
  base::Encoder out(bytes);
  through.encode(out);
  GenerationHistory restored(4);
  base::Decoder in(bytes);
  restored.decode(in);
  EXPECT_TRUE(in.ok() && in.at_end());
  for (std::uint64_t i = 21; i < 50; ++i) {
    through.add(generation(i));
    restored.add(generation(i));
  }
  EXPECT_EQ(numbers_of(restored), numbers_of(through));
  EXPECT_THAT(restored.kept().front().record.mutation_memory, ElementsAre(0.5, 0.25));
  EXPECT_EQ(restored.kept().back().sent, base::Bytes{49});
  EXPECT_EQ(restored.kept().front().utilisation, 0.75);
}

}  // namespace
}  // namespace winnow::optimize
