#include "reduce/open_runs.hpp"

#include <gmock/gmock.h>

#include "reduce/local_state.hpp"
#include "reduce/rejected_record.hpp"
#include "support/thread_team.hpp"

namespace winnow::reduce {
namespace {

TEST(OpenRun, comes_back_from_its_key) {
  const auto group = OpenRun{"a.csv", 3, 0, std::string_view("k\0ey", 4)}.key();
  EXPECT_EQ(OpenRun::of(group).path, "a.csv");
  EXPECT_EQ(OpenRun::of(group).grouping, 3u);
  EXPECT_EQ(OpenRun::of(group).group, std::string_view("k\0ey", 4));
  const auto whole = OpenRun{"a.csv", std::nullopt, 99, {}}.key();
  EXPECT_FALSE(OpenRun::of(whole).grouping);
  EXPECT_EQ(OpenRun::of(whole).layout, 99u);
  EXPECT_EQ(file_part(whole), file_part(group));
}

/// A node that has read rows of x from pieces of runs.
class Node {
 public:
  explicit Node(const Scheme& scheme) : state(scheme), scheme_(scheme) {}

  void read_piece(const std::string& path, const std::vector<double>& values) {
    read::ColumnNames names;
    LocalState local(scheme_, names);
    read::Batch batch;
    batch.columns = {names.id_of("x")};
    batch.values = values;
    batch.positions.resize(values.size());
    std::vector<read::FieldValue> fields;
    ASSERT_TRUE(scheme_.fields_of(path, fields));
    local.begin_file(path, fields, LocalState::Extent::piece);
    local.add_rows(batch);
    local.end_file();
    base::Buffer partial;
    local.take(partial);
    ASSERT_TRUE(state.fold(partial));
  }

  NodeState state;

 private:
  const Scheme& scheme_;
};

Scheme scheme_of(Unit unit) {
  Config config;
  config.files = {"*"};
  config.name = "{router}_{seed:int}.csv";
  config.group_by = {{"router"}};
  config.unit = unit;
  return *Scheme::make(config);
}

TEST(OpenRuns, count_once_each_whatever_ranks_their_pieces_were_read_on) {
  const auto scheme = scheme_of(Unit::run);
  std::uint64_t observations = 0;
  double sum = 0;
  std::size_t rows = 0;
  test::ThreadTeam::run(3, [&](base::Team& team) {
    Node node(scheme);
    if (team.rank() == 0) node.read_piece("P_1.csv", {1, 2});
    if (team.rank() == 1) node.read_piece("P_1.csv", {6});
    if (team.rank() == 2) node.read_piece("P_2.csv", {5});
    auto shared = SharedState::agree(scheme, node.state, {}, team);
    close_open_runs(scheme, node.state, shared, team);
    EXPECT_EQ(node.state.open_runs.size(), 0u);
    std::uint64_t own = 0;
    double own_sum = 0;
    for (GroupTable::Id id = 0; id < node.state.groups[0].size(); ++id) {
      const auto& moments = node.state.groups[0].summary(id, 0).moments;
      own += moments.count();
      if (moments.count() > 0) own_sum += moments.mean() * static_cast<double>(moments.count());
    }
    std::uint64_t own_rows = 0;
    for (Record record; node.state.runs.next(record);) ++own_rows;
    const auto all = team.sum(own);
    const auto all_rows = team.sum(own_rows);
    const auto tenths = team.sum(static_cast<std::uint64_t>(own_sum * 10));
    if (team.rank() != 0) return;
    observations = all;
    rows = all_rows;
    sum = static_cast<double>(tenths) / 10;
  });
  EXPECT_EQ(observations, 2u);
  EXPECT_EQ(sum, 3 + 5);
  EXPECT_EQ(rows, 2u);
}

TEST(OpenRuns, give_rows_of_runs_and_no_observations_where_rows_are_the_unit) {
  const auto scheme = scheme_of(Unit::row);
  base::SoloTeam team;
  Node node(scheme);
  node.read_piece("P_1.csv", {1, 2});
  node.read_piece("P_1.csv", {6});
  auto shared = SharedState::agree(scheme, node.state, {}, team);
  close_open_runs(scheme, node.state, shared, team);
  EXPECT_EQ(node.state.groups[0].summary(0, 0).moments.count(), 3u);
  Record record;
  ASSERT_TRUE(node.state.runs.next(record));
  EXPECT_EQ(record.key, "P_1.csv");
  EXPECT_FALSE(node.state.runs.next(record));
}

}  // namespace
}  // namespace winnow::reduce
