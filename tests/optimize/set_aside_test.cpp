#include "optimize/set_aside.hpp"

#include <gtest/gtest.h>

namespace winnow::optimize {
namespace {

EvaluatedRecord record_of(std::uint64_t id, double value) {
  EvaluatedRecord record;
  record.id = id;
  record.values = {value};
  record.evaluation.outputs = {value};
  record.polish = evolve::PolishMethod::bobyqa;
  return record;
}

SetAside two_polishes() {
  const Judge judge(Goal::min, {}, 0, {});
  SetAside all;
  all.add({record_of(11, 3), record_of(10, 5), record_of(12, 3)}, judge);
  auto failed = record_of(16, -1);
  failed.evaluation.status = Status::timeout;
  all.add({record_of(15, 4), failed}, judge);
  return all;
}

TEST(SetAside, numbers_candidates_past_what_it_has) {
  const auto all = two_polishes();
  std::vector<std::uint64_t> ids;
  for (std::uint64_t number = 8; number < 15; ++number) {
    ids.push_back(all.id_of(number));
    EXPECT_EQ(all.number_of(ids.back()), number);
  }
  EXPECT_EQ(ids, (std::vector<std::uint64_t>{8, 9, 13, 14, 17, 18, 19}));
  EXPECT_EQ(all.end(), 17U);
}

TEST(SetAside, is_counted_and_has_a_best_and_comes_back_from_its_bytes) {
  base::Buffer bytes;
  base::Encoder out(bytes);
  two_polishes().encode(out);
  base::Decoder in(bytes);
  const auto all = SetAside::decode(in);
  ASSERT_TRUE(in.ok() && in.at_end());
  EXPECT_EQ(all.tally().evaluations(), 5U);
  EXPECT_EQ(all.tally().failures(), 1U);
  EXPECT_EQ(all.polishing(), 5U);
  ASSERT_TRUE(all.best());
  EXPECT_EQ(all.best()->id, 11U);
  EXPECT_EQ(all.best()->values, std::vector<double>{3});
  EXPECT_EQ(all.id_of(12), 17U);
}

}  // namespace
}  // namespace winnow::optimize
