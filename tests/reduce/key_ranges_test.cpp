#include "reduce/key_ranges.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "reduce/records.hpp"
#include "support/thread_team.hpp"

namespace winnow::reduce {
namespace {

/// Records spread over `ranks`, exchanged: what each rank got, sorted.
std::vector<std::vector<OwnedRecord>> spread(const std::vector<std::vector<OwnedRecord>>& held,
                                             base::Bytes memory) {
  std::vector<std::vector<OwnedRecord>> got(held.size());
  test::ThreadTeam::run(static_cast<int>(held.size()), [&](base::Team& team) {
    const auto rank = static_cast<std::size_t>(team.rank());
    KeySample sample;
    for (const auto& record : held[rank]) sample.add(record.first);
    const auto ranges = KeyRanges::agree(sample, team);
    auto at = held[rank].begin();
    const auto next = [&](Record& record) {
      if (at == held[rank].end()) return false;
      record = view_of(*at++);
      return true;
    };
    const auto take = [&](const Record& record) { got[rank].emplace_back(record.key, record.payload); };
    exchange(ranges, team, memory, next, take);
    std::ranges::sort(got[rank]);
  });
  return got;
}

std::vector<OwnedRecord> joined(const std::vector<std::vector<OwnedRecord>>& parts) {
  std::vector<OwnedRecord> all;
  for (const auto& part : parts) all.insert(all.end(), part.begin(), part.end());
  return all;
}

TEST(KeyRanges, make_the_ranks_sorted_parts_the_sorted_whole) {
  for (std::size_t ranks = 1; ranks <= 5; ++ranks) {
    std::vector<std::vector<OwnedRecord>> held;
    for (std::size_t rank = 0; rank < ranks; ++rank) held.push_back(random_records(rank, 1000 * (rank % 2)));
    auto expected = joined(held);
    std::ranges::sort(expected);
    EXPECT_EQ(joined(spread(held, base::kibibytes(1))), expected) << ranks;
  }
}

TEST(KeyRanges, share_evenly_what_few_ranks_hold) {
  std::vector<std::vector<OwnedRecord>> held(4);
  for (int i = 0; i < 10'000; ++i) held[2].emplace_back(std::to_string(i), "");
  for (const auto& part : spread(held, base::kibibytes(64))) {
    EXPECT_GT(part.size(), 2000u);
    EXPECT_LT(part.size(), 3000u);
  }
}

TEST(KeyRanges, keep_equal_keys_together) {
  std::vector<std::vector<OwnedRecord>> held(3);
  for (auto& part : held) part.assign(100, {"same", ""});
  const auto got = spread(held, base::kibibytes(64));
  EXPECT_EQ(std::ranges::count_if(got, [](const auto& part) { return !part.empty(); }), 1);
  EXPECT_EQ(joined(got).size(), 300u);
}

/// A team of one that notes the largest letter it carried.
class ScaleTeam final : public base::Team {
 public:
  [[nodiscard]] int rank() const override { return 0; }
  [[nodiscard]] int size() const override { return 1; }
  std::vector<base::Buffer> exchange(std::vector<base::Buffer> outgoing) override {
    largest = std::max(largest, outgoing.front().size());
    return outgoing;
  }
  std::vector<base::Buffer> gather_all(base::Buffer mine) override { return {std::move(mine)}; }

  std::size_t largest = 0;
};

TEST(KeyRanges, are_filled_in_rounds_of_bounded_memory) {
  ScaleTeam team;
  constexpr std::size_t record_size = 1 + 1 + 1 + 100;
  const std::string payload(100, 'x');
  int left = 1000;
  const auto next = [&](Record& record) {
    record = {"k", payload};
    return left-- > 0;
  };
  int came = 0;
  exchange(KeyRanges::agree({}, team), team, base::kibibytes(8), next, [&came](const Record&) { ++came; });
  EXPECT_EQ(came, 1000);
  EXPECT_GE(team.largest, base::kibibytes(8).count);
  EXPECT_LE(team.largest, base::kibibytes(8).count + record_size);
}

TEST(KeyRanges, need_no_records_at_all) {
  EXPECT_TRUE(joined(spread({{}, {}}, base::kibibytes(1))).empty());
}

}  // namespace
}  // namespace winnow::reduce
