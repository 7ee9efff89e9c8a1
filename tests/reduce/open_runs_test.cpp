#include "reduce/open_runs.hpp"

#include <gmock/gmock.h>

#include <array>
#include <map>

#include "reduce/local_state.hpp"
#include "reduce/records.hpp"
#include "support/thread_team.hpp"

namespace winnow::reduce {
namespace {

using testing::ElementsAre;
using testing::Pair;
using testing::SizeIs;

TEST(RunPart, comes_back_from_its_key) {
  const auto key = RunPart{std::string_view("r\0un", 4), 3, std::string_view("k\0ey", 4), "a.csv"}.key();
  EXPECT_EQ(RunPart::of(key).run, std::string_view("r\0un", 4));
  EXPECT_EQ(RunPart::of(key).grouping, 3u);
  EXPECT_EQ(RunPart::of(key).group, std::string_view("k\0ey", 4));
  EXPECT_EQ(RunPart::of(key).path, "a.csv");
  EXPECT_FALSE(RunPart::of(RunPart{"run", std::nullopt, {}, "a.csv"}.key()).grouping);
}

TEST(RunPart, has_all_but_its_path_in_common_with_what_it_adds_up_with) {
  const auto common_of = [](const RunPart& part) { return std::string(RunPart::common(part.key())); };
  const auto expected = common_of({"run", 0, "group", "a.csv"});
  EXPECT_EQ(common_of({"run", 0, "group", "b.csv"}), expected);
  EXPECT_NE(common_of({"nur", 0, "group", "a.csv"}), expected);
  EXPECT_NE(common_of({"run", 1, "group", "a.csv"}), expected);
  EXPECT_NE(common_of({"run", 0, "", "a.csv"}), expected);
  EXPECT_NE(common_of({"run", std::nullopt, "group", "a.csv"}), expected);
}

/// A node that has read rows of one metric from parts of runs.
class Node {
 public:
  explicit Node(const Scheme& scheme) : state(scheme), scheme_(scheme) {}

  void read(const std::string& path, const std::vector<double>& values,
            LocalState::Extent extent = LocalState::Extent::piece, const std::string& metric = "x") {
    read::ColumnNames names;
    LocalState local(scheme_, names);
    read::Batch batch;
    batch.columns = {names.id_of(metric)};
    batch.values = values;
    batch.positions.resize(values.size());
    std::vector<read::FieldValue> fields;
    ASSERT_TRUE(scheme_.fields_of(path, fields));
    local.begin_file(path, fields, extent);
    local.add_rows(batch);
    local.end_file();
    base::Buffer partial;
    local.take(partial);
    ASSERT_TRUE(state.fold(partial));
  }

  /// Closes what is open, alone.
  std::uint64_t close() {
    base::SoloTeam team;
    auto shared = SharedState::agree(scheme_, state, {}, team);
    return close_open_runs(scheme_, state, shared, team);
  }

  NodeState state;

 private:
  const Scheme& scheme_;
};

Scheme scheme_of(Unit unit, std::vector<std::string> run_by = {}) {
  Config config;
  config.files = {"*"};
  config.name = "{router}_{seed:int}.{kind}";
  config.group_by = {{"router"}};
  config.run_by = std::move(run_by);
  config.unit = unit;
  return *Scheme::make(config);
}

/// Of rows of `runs`: files by path.
std::map<std::string, std::uint64_t> files_of(NodeState& state) {
  std::map<std::string, std::uint64_t> files;
  for (const auto& [path, payload] : drain(state.runs)) {
    base::Decoder in(as_bytes(payload));
    (void)in.get<std::uint64_t>();
    files[path] = in.get_varint();
  }
  return files;
}

TEST(OpenRuns, count_once_each_whatever_ranks_their_parts_were_read_on) {
  for (const auto& run_by : {std::vector<std::string>{}, {"router", "seed"}}) {
    const auto scheme = scheme_of(Unit::run, run_by);
    const auto* const other_file = run_by.empty() ? "P_1.csv" : "P_1.txt";
    std::array<std::uint64_t, 3> observations{};
    std::array<double, 3> sums{};
    std::array<std::uint64_t, 3> rows{};
    test::ThreadTeam::run(3, [&](base::Team& team) {
      const auto rank = static_cast<std::size_t>(team.rank());
      Node node(scheme);
      if (rank == 0) node.read("P_1.csv", {1, 2});
      if (rank == 1) node.read(other_file, {6});
      if (rank == 2) node.read("P_2.csv", {5});
      auto shared = SharedState::agree(scheme, node.state, {}, team);
      (void)close_open_runs(scheme, node.state, shared, team);
      for (GroupTable::Id id = 0; id < node.state.groups[0].size(); ++id) {
        const auto& moments = node.state.groups[0].summary(id, 0).moments;
        observations[rank] += moments.count();
        sums[rank] += moments.sum();
      }
      rows[rank] = drain(node.state.runs).size();
    });
    EXPECT_EQ(observations[0] + observations[1] + observations[2], 2u);
    EXPECT_EQ(sums[0] + sums[1] + sums[2], 3 + 5);
    EXPECT_EQ(rows[0] + rows[1] + rows[2], 2u);
  }
}

TEST(OpenRuns, give_rows_of_runs_and_no_observations_where_rows_are_the_unit) {
  const auto scheme = scheme_of(Unit::row);
  Node node(scheme);
  node.read("P_1.csv", {1, 2});
  node.read("P_1.csv", {6});
  EXPECT_EQ(node.close(), 0u) << "it is one file";
  EXPECT_EQ(node.state.groups[0].summary(0, 0).moments.count(), 3u);
  EXPECT_THAT(files_of(node.state), ElementsAre(Pair("P_1.csv", 1)));
}

TEST(OpenRuns, take_whole_files_too_where_fields_of_the_name_tell_runs_apart) {
  const auto scheme = scheme_of(Unit::row, {"router", "seed"});
  Node node(scheme);
  for (const auto extent : {LocalState::Extent::row, LocalState::Extent::whole}) {
    node.read("P_1.stats", {1}, extent);
    node.read("P_1.delays", {2}, extent, "y");
  }
  EXPECT_THAT(drain(node.state.runs), SizeIs(0)) << "nothing is closed before the end";
}

TEST(OpenRuns, are_named_after_their_first_file_and_count_each_file_once) {
  const auto scheme = scheme_of(Unit::row, {"router", "seed"});
  Node node(scheme);
  node.read("P_1.stats", {1}, LocalState::Extent::row);
  node.read("P_1.delays", {2, 3}, LocalState::Extent::piece, "y");
  node.read("P_1.delays", {4}, LocalState::Extent::piece, "y");
  node.read("P_2.stats", {1}, LocalState::Extent::row);
  EXPECT_EQ(node.close(), 1u) << "P_1 has several values of y";
  EXPECT_THAT(files_of(node.state), ElementsAre(Pair("P_1.delays", 2), Pair("P_2.stats", 1)));
}

TEST(OpenRuns, close_without_any) {
  const auto scheme = scheme_of(Unit::run);
  Node node(scheme);
  node.read("P_1.csv", {1}, LocalState::Extent::whole);
  EXPECT_EQ(node.close(), 0u);
  EXPECT_THAT(files_of(node.state), ElementsAre(Pair("P_1.csv", 1)));
}

}  // namespace
}  // namespace winnow::reduce
