// One answer, whoever does what in which order.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>

#include "reduce/campaign.hpp"
#include "winnow/base/random.hpp"
#include "winnow/reduce/log_grid.hpp"

namespace winnow::reduce {
namespace {

void expect_equal(const Totals& a, const Totals& b, bool in_pieces) {
  EXPECT_EQ(a.inputs, b.inputs);
  EXPECT_EQ(a.files_accepted, b.files_accepted);
  EXPECT_EQ(a.files_rejected, b.files_rejected);
  EXPECT_EQ(a.rows_filtered, b.rows_filtered);
  EXPECT_EQ(a.tally.accepted.bytes, b.tally.accepted.bytes);
  EXPECT_EQ(a.tally.rejected.bytes, b.tally.rejected.bytes);
  EXPECT_EQ(a.tally.ignored.lines, b.tally.ignored.lines);
  ASSERT_EQ(a.reasons.size(), b.reasons.size());
  for (std::size_t i = 0; i < a.reasons.size(); ++i) {
    EXPECT_EQ(a.reasons[i].reason, b.reasons[i].reason);
    EXPECT_EQ(a.reasons[i].count, b.reasons[i].count);
    // The line of a rejection in a piece is known only when all pieces are: the table has it, this has not.
    auto first = a.reasons[i].first;
    if (first.position.line == 0)
      first.position.line = b.reasons[i].first.position.line * (in_pieces ? 1 : 0);
    EXPECT_EQ(first.place(), b.reasons[i].first.place());
    EXPECT_EQ(first.position.byte, b.reasons[i].first.position.byte);
  }
}

class OneAnswer : public testing::Test {
 protected:
  OneAnswer() : config_(campaign_config(folder_)) {
    write_campaign(folder_);
    expected_ = reduce_all(config_);
  }

  void expect_the_answer(const Spread& spread) {
    SCOPED_TRACE("ranks " + std::to_string(spread.ranks) + ", seed " + std::to_string(spread.seed));
    const auto reduced = reduce_all(config_, spread);
    ASSERT_EQ(reduced.tables.size(), expected_.tables.size());
    for (const auto& [path, table] : expected_.tables) {
      EXPECT_TRUE(reduced.tables.at(path).bytes() == table.bytes()) << path << " differs";
    }
    expect_equal(reduced.totals, expected_.totals, config_.piece < base::kibibytes(64));
  }

  test::TemporaryFolder folder_;
  Config config_;
  Reduced expected_;
};

TEST_F(OneAnswer, is_of_the_whole_campaign) {
  EXPECT_GT(expected_.totals.rows_filtered, 12u) << "all of one seed, and some of the others";
  const auto runs = 240 - expected_.totals.rows_filtered;
  EXPECT_EQ(expected_.tables.at("reduce/router_seed_buffer_report").shape.rows, runs);
  EXPECT_EQ(expected_.tables.at("runs").shape.rows, runs);
  EXPECT_EQ(expected_.tables.at("rejected").shape.rows, 6u * 2 * 2 + 2 + 1 + 1);
  EXPECT_EQ(expected_.totals.inputs.files(), 243u);
}

TEST_F(OneAnswer, comes_of_any_number_of_ranks_and_kernels_and_any_order_of_files) {
  for (const int ranks : {1, 2, 3, 5}) {
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
      expect_the_answer(
          {.ranks = ranks, .kernels = seed, .batch = 8 * seed, .block = 10 * seed + 1, .seed = seed});
    }
  }
}

TEST_F(OneAnswer, comes_of_single_files_and_of_all_at_once) {
  expect_the_answer({.ranks = 2, .kernels = 2, .batch = 1, .block = 1, .seed = 4});
  expect_the_answer({.ranks = 2, .kernels = 1, .batch = 10'000, .block = 1'000'000, .seed = 5});
}

TEST_F(OneAnswer, comes_of_runs_joined_of_several_files) {
  config_.run_by = {"router", "buffer", "seed"};
  config_.statistics.push_back(Statistic::last);
  for (const auto unit : {Unit::row, Unit::run}) {
    config_.unit = unit;
    config_.record_memory = base::mebibytes(16);
    expected_ = reduce_all(config_);
    EXPECT_EQ(expected_.tables.at("runs").shape.rows, 3u * 2 * 19);
    for (const std::uint64_t memory : {1 << 20, 500}) {
      config_.record_memory = {memory};
      for (const int ranks : {1, 2, 3}) {
        expect_the_answer({.ranks = ranks, .kernels = 2, .batch = 5, .seed = memory});
      }
    }
  }
}

/// More rows than are kept as they are, of values that make the grid of one file coarser than that of others.
TEST_F(OneAnswer, comes_of_sketches_too) {
  for (int file = 0; file < 12; ++file) {
    base::RandomSequence random(7, static_cast<std::uint64_t>(file));
    std::string rows = "x,y\n";
    for (int row = 0; row < 700; ++row) {
      rows +=
          fmt::format("{},{}\n", random.uniform(), std::ldexp(random.uniform() - 0.5, 9 * file * (row % 8)));
    }
    folder_.write(fmt::format("tables/{}.csv", file), rows);
  }
  config_.files = {"tables/*.csv"};
  config_.dialect.format = "csv";
  config_.name = "{*}";
  config_.group_by = {};
  config_.where = "y > -1e200";
  config_.derive = {{"z", "x / y"}};
  expected_ = reduce_all(config_);
  EXPECT_EQ(expected_.tables.at("runs").shape.rows, 12u);
  EXPECT_EQ(expected_.tables.at("reduce/all").attribute("quantiles_relative_error"),
            std::to_string(LogGrid::error_bound(6)));
  for (const int ranks : {1, 3}) {
    for (std::uint64_t seed = 7; seed < 10; ++seed) {
      expect_the_answer({.ranks = ranks, .kernels = 2, .batch = 3, .seed = seed});
    }
  }
}

/// Tables of many rows, some of them broken, grouped by what stands in their rows.
class OneAnswerOfTables : public OneAnswer {
 protected:
  OneAnswerOfTables() {
    for (int file = 0; file < 5; ++file) folder_.write(fmt::format("tables/run_{}.csv", file), table(file));
    folder_.write("tables/run_7.csv", "key,x,y\n" + std::string(40, '#') + "\n");
    config_.files = {"tables/*.csv"};
    config_.dialect.format = "csv";
    config_.name = "run_{seed:int}.csv";
    config_.group_by = {{"key"}, {"seed"}, {"seed", "key", "hops:int"}, {}};
    config_.statistics.assign(default_statistics.begin(), default_statistics.end());
    config_.statistics.push_back(Statistic::median);
    config_.statistics.push_back(Statistic::first);
  }

  static std::string table(int file) {
    base::RandomSequence random(11, static_cast<std::uint64_t>(file));
    std::string rows = "key,hops,x,y\n";
    for (int row = 0; row < 60; ++row) {
      const auto kind = random.below(20);
      const std::string key = kind == 0   ? "\"a\nb, \"\"c\"\"\""
                              : kind == 1 ? "\"never closed"
                                          : fmt::format("k{}", random.below(3));
      const auto x = kind == 2   ? std::string("x")
                     : kind == 3 ? std::string()
                                 : fmt::format("{}", random.uniform());
      rows += fmt::format("{},{},{},{}\n", key, random.below(2), x, random.uniform());
      if (kind == 4) rows += "too,few\n";
    }
    return rows;
  }

  void expect_the_answer_in_pieces() {
    config_.piece = base::Bytes::unlimited();
    expected_ = reduce_all(config_);
    ASSERT_GT(expected_.tables.at("rejected").shape.rows, 10u);
    ASSERT_EQ(expected_.totals.files_accepted, 5u);
    for (const std::uint64_t piece : {60, 333, 2000}) {
      config_.piece = base::Bytes{piece};
      for (const int ranks : {1, 3}) {
        SCOPED_TRACE("pieces of " + std::to_string(piece));
        expect_the_answer({.ranks = ranks, .kernels = 2, .batch = 3, .seed = piece});
      }
    }
  }
};

TEST_F(OneAnswerOfTables, comes_of_files_in_pieces) {
  expect_the_answer_in_pieces();
  EXPECT_EQ(expected_.tables.at("runs").shape.rows, 5u);
}

TEST_F(OneAnswerOfTables, comes_of_runs_in_pieces) {
  config_.unit = Unit::run;
  expect_the_answer_in_pieces();
  const auto& all = expected_.tables.at("reduce/all");
  EXPECT_EQ(all.numbers("x").front(), 5) << "a run is one observation";
  EXPECT_EQ(all.attribute("unit_of_replication"), "run");
}

TEST_F(OneAnswerOfTables, comes_of_runs_of_several_files_in_pieces) {
  for (int file = 0; file < 3; ++file) {
    std::string rows = "z,key,hops,y\n";
    for (int row = 0; row < 20; ++row) rows += fmt::format("{},k{},{},0.{}\n", row, row % 3, row % 2, row);
    folder_.write(fmt::format("tables/more_{}.csv", file), rows);
  }
  config_.name = "{kind}_{seed:int}.csv";
  config_.run_by = {"seed"};
  config_.unit = Unit::run;
  config_.piece = base::Bytes::unlimited();
  expected_ = reduce_all(config_);
  EXPECT_EQ(expected_.tables.at("runs").integers("files"), (std::vector<std::int64_t>{2, 2, 2, 1, 1}));
  EXPECT_EQ(expected_.tables.at("reduce/all").numbers("z").front(), 3);
  for (const std::uint64_t piece : {60, 333}) {
    config_.piece = base::Bytes{piece};
    for (const int ranks : {1, 3})
      expect_the_answer({.ranks = ranks, .kernels = 2, .batch = 3, .seed = piece});
  }
}

TEST_F(OneAnswer, comes_with_memory_for_a_few_records_only) {
  config_.record_memory = {500};
  for (const int ranks : {1, 3}) expect_the_answer({.ranks = ranks, .kernels = 2, .seed = 6});
}

}  // namespace
}  // namespace winnow::reduce
