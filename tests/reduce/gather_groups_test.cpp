#include "reduce/gather_groups.hpp"

#include <gmock/gmock.h>

#include "support/thread_team.hpp"

namespace winnow::reduce {
namespace {

struct Found {
  std::string key;
  std::uint64_t count = 0;
  bool operator==(const Found&) const = default;
};

/// Three ranks that each hold `keys` and number their two metrics differently: what each has afterwards.
std::vector<std::vector<Found>> gather(const std::vector<std::string>& keys) {
  std::vector<std::vector<Found>> found(3);
  test::ThreadTeam::run(3, [&](base::Team& team) {
    const bool turned = team.rank() == 1;
    const std::vector<MetricId> numbers = turned ? std::vector<MetricId>{1, 0} : std::vector<MetricId>{0, 1};
    GroupTable groups;
    const MetricId latency = turned ? 1 : 0;
    const double value = 1;
    for (const auto& key : keys) groups.add(groups.group(key, 2), latency, {&value, 1}, "a", {});
    for (const auto id : gather_groups(groups, numbers, numbers, base::mebibytes(1), team)) {
      found[static_cast<std::size_t>(team.rank())].push_back(
          {std::string(groups.key(id)), groups.summary(id, latency).moments.count()});
    }
  });
  return found;
}

TEST(GatherGroups, makes_each_group_whole_on_one_rank_in_the_order_of_keys) {
  std::vector<std::string> keys;
  for (int i = 99; i >= 0; --i) keys.push_back("key" + std::to_string(100 + i));
  std::vector<Found> all;
  for (const auto& part : gather(keys)) all.insert(all.end(), part.begin(), part.end());
  ASSERT_EQ(all.size(), keys.size());
  for (std::size_t i = 0; i < all.size(); ++i) {
    EXPECT_EQ(all[i], (Found{"key" + std::to_string(100 + i), 3}));
  }
}

}  // namespace
}  // namespace winnow::reduce
