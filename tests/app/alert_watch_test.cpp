#include "app/watch/alert_watch.hpp"

#include <gmock/gmock.h>

#include <limits>

#include "app/watch/alerts_table.hpp"

namespace winnow::app {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::StartsWith;
using watch::Quantity;

constexpr base::Seconds at(double seconds) {
  return {seconds};
}

watch::Sample sample(double seconds, double in_use, double open_files = 0) {
  watch::Sample taken(at(seconds));
  taken.set(Quantity::node_in_use, in_use);
  taken.set(Quantity::node_limit, 100.0);
  taken.set(Quantity::open_files, open_files);
  return taken;
}

watch::OperationStatistics moved(std::string name, std::uint64_t bytes, double seconds) {
  watch::OperationStatistics one;
  one.name = std::move(name);
  one.resource = base::Resource::storage;
  one.bytes = {bytes};
  one.total = at(seconds);
  return one;
}

report::Progress progress(std::uint64_t done, std::uint64_t failed) {
  report::Progress now;
  now.done = done;
  now.found = 1000;
  now.rejected = failed;
  return now;
}

class AlertWatchTest : public testing::Test {
 protected:
  [[nodiscard]] std::vector<std::string> logged() const {
    std::vector<std::string> texts;
    for (const auto& note : log_.notes()) texts.push_back(note.text);
    return texts;
  }

  base::MemoryLog log_;
  AlertWatch watch_{study::Watch(), {3, "n17", 1000, {100}, {150}}, log_, nullptr};
};

TEST_F(AlertWatchTest, tells_of_an_alert_at_once_and_of_its_end_in_the_table) {
  watch_.judge_sample(sample(1, 80));
  EXPECT_THAT(logged(), IsEmpty());
  watch_.judge_sample(sample(2, 81));
  EXPECT_THAT(logged(),
              ElementsAre(StartsWith("node n17: memory in use by anybody over the node's limit: 81 %, "
                                     "above 80 %")));
  EXPECT_EQ(log_.notes()[0].level, base::Level::warning);
  watch_.judge_sample(sample(62.1, 50));
  ASSERT_THAT(watch_.alerts(), SizeIs(1));
  EXPECT_EQ(watch_.alerts()[0].alert.began, at(2));
  EXPECT_EQ(watch_.alerts()[0].alert.ended, at(62.1));
  EXPECT_EQ(watch_.alerts()[0].rank, 3);
}

TEST_F(AlertWatchTest, goes_by_the_most_of_a_minute_where_memory_comes_and_goes) {
  for (int wave = 0; wave < 10; ++wave) {
    watch_.judge_sample(sample(4 * wave, 96));
    watch_.judge_sample(sample(4 * wave + 2, 50));
  }
  EXPECT_THAT(logged(), SizeIs(1));
  EXPECT_THAT(watch_.alerts(), SizeIs(2)) << "a warning and a critical one";
}

TEST_F(AlertWatchTest, marks_what_is_critical) {
  watch_.judge_sample(sample(1, 90));
  watch_.judge_sample(sample(2, 96));
  EXPECT_THAT(logged(),
              ElementsAre(StartsWith("node n17: memory"), StartsWith("critical: node n17: memory")));
}

TEST_F(AlertWatchTest, tells_once_of_what_is_critical_at_once) {
  watch_.judge_sample(sample(1, 96));
  EXPECT_THAT(logged(), ElementsAre(StartsWith("critical: node n17: memory")));
  EXPECT_THAT(watch_.alerts(), SizeIs(2));
}

TEST_F(AlertWatchTest, names_the_rank_and_its_node) {
  watch_.judge_sample(sample(1, 0, 901));
  watch_.judge_operations(
      std::vector{moved("journal_write", 9'999'990, 10), moved("hdf5_write", 20'000'000, 5)}, at(1));
  EXPECT_THAT(logged(), ElementsAre(StartsWith("rank 3 on n17: open files"),
                                    StartsWith("journal_write of rank 3 on n17: bytes a second"),
                                    StartsWith("hdf5_write of rank 3 on n17: bytes a second into")));
}

TEST_F(AlertWatchTest, judges_what_succeeds_once_ten_have_ended) {
  watch_.judge_progress(progress(9, 9), at(1));
  EXPECT_THAT(logged(), IsEmpty());
  watch_.judge_progress(progress(100, 11), at(2));
  EXPECT_THAT(logged(),
              ElementsAre(StartsWith("the run: what succeeded of all that ended: 89 %, below 90 %")));
}

TEST_F(AlertWatchTest, judges_throughput_against_that_of_before) {
  std::uint64_t done = 0;
  for (int window = 0; window < 5; ++window) watch_.judge_progress(progress(done += 100, 0), at(10 * window));
  watch_.judge_progress(progress(done += 49, 0), at(50));
  EXPECT_THAT(logged(), IsEmpty());
  watch_.judge_progress(progress(done += 49, 0), at(60));
  EXPECT_THAT(logged(), ElementsAre(HasSubstr("tasks a second over those of before: 49 %, below 50 %")));
}

TEST_F(AlertWatchTest, judges_a_ranks_memory_by_what_was_predicted) {
  watch::Sample taken(at(1));
  taken.set(Quantity::resident, 110.0);
  watch_.judge_prediction(taken);
  EXPECT_THAT(logged(),
              ElementsAre(StartsWith("rank 3 on n17: memory over the predicted peak: 110 %, above 100 %")));
}

TEST_F(AlertWatchTest, has_one_alert_of_a_prediction_that_task_after_task_exceeds) {
  watch::Sample high;
  high.set(Quantity::resident, 110.0);
  watch::Sample low;
  low.set(Quantity::resident, 20.0);
  double now = 0;
  for (int task = 0; task < 30; ++task) {
    for (auto* taken : {&high, &low}) {
      taken->time = at(now += 20);
      watch_.judge_prediction(*taken);
    }
  }
  ASSERT_THAT(watch_.alerts(), SizeIs(1));
  EXPECT_EQ(watch_.alerts()[0].alert.ended, std::nullopt);
  low.time = at(now + 40);
  watch_.judge_prediction(low);
  EXPECT_EQ(watch_.alerts()[0].alert.ended, std::nullopt) << "another task may follow";
  low.time = at(now + 41);
  watch_.judge_prediction(low);
  EXPECT_EQ(watch_.alerts()[0].alert.ended, at(now + 41));
}

TEST_F(AlertWatchTest, judges_what_the_run_takes_by_the_limit_of_its_plan) {
  AlertWatch planned(study::Watch(), {3, "n17", 1000, {}, {}, {60}}, log_, nullptr);
  planned.judge_sample(sample(1, 58));
  planned.judge_run_memory({48}, at(1));
  EXPECT_THAT(logged(), IsEmpty());
  planned.judge_run_memory({54}, at(1.5));
  planned.judge_run_memory({58}, at(2));
  EXPECT_THAT(
      logged(),
      ElementsAre(StartsWith("node n17: memory of this run over the limit that its plan keeps to: 90 %, "
                             "above 80 %"),
                  StartsWith("critical: node n17: memory of this run")));
  planned.judge_run_memory({10}, at(62));
  EXPECT_EQ(planned.alerts()[0].alert.ended, std::nullopt) << "another task may follow";
  planned.judge_run_memory({10}, at(62.1));
  EXPECT_EQ(planned.alerts()[0].alert.ended, at(62.1));
  EXPECT_EQ(planned.alerts()[1].alert.ended, at(62.1));
}

TEST_F(AlertWatchTest, does_not_say_twice_what_is_one_limit) {
  AlertWatch planned(study::Watch(), {3, "n17", 1000, {}, {}, {100}}, log_, nullptr);
  planned.judge_sample(sample(1, 90));
  planned.judge_run_memory({90}, at(1));
  EXPECT_THAT(planned.alerts(), SizeIs(1));
}

TEST_F(AlertWatchTest, judges_what_the_result_leaves_of_a_disk) {
  watch_.judge_disk("/", {}, at(1));
  EXPECT_THAT(logged(), IsEmpty());
  watch_.judge_disk("/", {std::uint64_t{1} << 60}, at(2));
  EXPECT_THAT(logged(), ElementsAre(StartsWith("/ on n17: space left for others")));
  watch_.judge_disk("/no/such/folder", {}, at(3));
  EXPECT_THAT(watch_.alerts(), SizeIs(1));
}

TEST_F(AlertWatchTest, names_the_slow_rank_and_its_node) {
  cluster::Cluster cluster;
  for (const auto* name : {"n1", "n2", "n3"}) {
    cluster::Node node;
    node.facts.hostname = name;
    node.ranks.resize(1);
    node.ranks[0].rank = static_cast<int>(cluster.nodes.size());
    cluster.nodes.push_back(std::move(node));
  }
  std::vector<farm::WorkerRecord> workers(3);
  for (int rank = 0; rank < 3; ++rank) {
    auto& worker = workers[static_cast<std::size_t>(rank)];
    worker.rank = rank;
    worker.tasks = 100;
    worker.busy = at(rank == 1 ? 30 : 10);
    for (int lease = 0; lease < 10; ++lease) worker.times.add(worker.busy * 0.1, 10);
  }
  watch_.judge_ranks(workers, cluster, at(1));
  EXPECT_THAT(logged(),
              ElementsAre(StartsWith("rank 1 on n2: time a task over the median of the other ranks: "
                                     "3 times, above 2 times")));
  workers[1].lost = true;
  watch_.judge_ranks(workers, cluster, at(2));
  EXPECT_EQ(watch_.alerts().back().alert.ended, at(2)) << "it is lost, and slow no more";
}

TEST_F(AlertWatchTest, judges_the_growth_of_processes_that_stay) {
  watch::Series series;
  for (int second = 0; second <= 200; ++second) {
    auto taken = sample(second, 10);
    taken.set(Quantity::resident, 1e9);
    taken.set(Quantity::children_resident, 1e6 * second);
    series.add(taken);
  }
  watch_.judge_growth(series, at(200));
  EXPECT_THAT(logged(), IsEmpty()) << "those of programs end, and give their memory back";
  AlertWatch of_plugins(study::Watch(), {.rank = 3, .node = "n17", .processes_stay = true}, log_, nullptr);
  of_plugins.judge_growth(series, at(200));
  EXPECT_THAT(logged(), ElementsAre(StartsWith("isolated plugins of rank 3 on n17: growth of memory, at "
                                               "least: 60 MB/min")));
}

TEST(LimitsOf, are_those_of_the_study) {
  study::Watch wanted;
  wanted.growth = base::Bytes{5};
  wanted.alerts.success = {};
  const auto limits = limits_of(wanted);
  const auto of = [&](watch::Rule rule) { return limits[static_cast<std::size_t>(rule)]; };
  EXPECT_EQ(of(watch::Rule::memory).warning, 0.8);
  EXPECT_EQ(of(watch::Rule::memory).critical, 0.95);
  EXPECT_EQ(of(watch::Rule::run_memory).warning, 0.8);
  EXPECT_EQ(of(watch::Rule::run_memory).critical, 0.95);
  EXPECT_EQ(of(watch::Rule::growth).warning, 5);
  EXPECT_EQ(of(watch::Rule::success).warning, std::nullopt);
  EXPECT_EQ(of(watch::Rule::storage).warning, 1e6);
}

RankAlert rank_alert(int rank, double began, std::optional<base::Seconds> ended) {
  return {rank, "n1", {watch::Rule::memory, watch::Severity::warning, "node n1", 0.9, 0.8, at(began), ended}};
}

TEST(Gather, brings_the_alerts_of_ranks_together_in_order) {
  base::SoloTeam team;
  const auto all = gather({rank_alert(0, 5, {}), rank_alert(0, 2, at(3))}, team);
  ASSERT_THAT(all, SizeIs(2));
  EXPECT_EQ(all[0].alert, rank_alert(0, 2, at(3)).alert);
  EXPECT_EQ(all[1].alert, rank_alert(0, 5, {}).alert);
  EXPECT_EQ(all[1].node, "n1");
}

TEST(AlertsTable, has_a_row_an_alert_and_no_end_where_there_was_none) {
  const auto table = alerts_table({{rank_alert(0, 2, at(3)), rank_alert(1, 5, {})}});
  EXPECT_EQ(table->shape().path, "run/alerts");
  base::Block block;
  table->next(10, block);
  EXPECT_EQ(block.rows, 2U);
  EXPECT_THAT(std::get<std::vector<double>>(block.cells[0]), ElementsAre(2, 5));
  EXPECT_THAT(std::get<std::vector<double>>(block.cells[1]), ElementsAre(3, testing::IsNan()));
}

TEST_F(AlertWatchTest, counts_the_alerts_that_it_does_not_keep) {
  EXPECT_EQ(watch_.unkept(), 0U);
  for (int i = 0; i < 2002; ++i) watch_.judge_sample(sample(61 * i, i % 2 == 0 ? 90 : 10));
  EXPECT_THAT(watch_.alerts(), SizeIs(1000));
  EXPECT_EQ(watch_.unkept(), 1U);
}

TEST(AlertsTable, and_the_summary_tell_how_many_alerts_have_no_row) {
  const RunAlerts alerts{{rank_alert(0, 2, at(3))}, 7};
  const auto table = alerts_table(alerts);
  const auto& attributes = table->shape().attributes;
  ASSERT_THAT(attributes, SizeIs(1));
  EXPECT_EQ(attributes[0].name, "unkept");
  EXPECT_EQ(std::get<std::int64_t>(attributes[0].value), 7);
  EXPECT_EQ(told_of(alerts).begun, 8U);
  EXPECT_EQ(told_of(alerts).unkept, 7U);
}

TEST(ToldOf, are_all_in_number_and_in_words_with_the_critical_ones_first) {
  auto critical = rank_alert(0, 6, at(7));
  critical.alert.severity = watch::Severity::critical;
  critical.alert.subject = "node n9";
  const auto told = told_of({{rank_alert(0, 2, at(3)), rank_alert(1, 5, {}), critical}});
  EXPECT_EQ(told.begun, 3U);
  EXPECT_EQ(told.critical, 1U);
  EXPECT_THAT(told.worst, ElementsAre(StartsWith("node n9: memory"), StartsWith("node n1: memory")));
}

RankAlert alert_of(watch::Rule rule, int rank, double figure, std::optional<base::Seconds> ended) {
  auto one = rank_alert(rank, 1, ended);
  one.alert.rule = rule;
  one.alert.subject = "rank " + std::to_string(rank);
  one.alert.figure = figure;
  return one;
}

TEST(ToldOf, are_the_worst_of_each_kind_with_its_number_the_lasting_and_the_frequent_first) {
  using watch::Rule;
  const auto told =
      told_of({{alert_of(Rule::falling, 0, 0.4, at(2)), alert_of(Rule::prediction, 1, 1.2, at(2)),
                alert_of(Rule::prediction, 2, 1.5, at(2)), alert_of(Rule::prediction, 3, 1.1, at(2)),
                alert_of(Rule::success, 4, 0.6, {}), alert_of(Rule::success, 5, 0.5, at(2))}});
  EXPECT_EQ(told.begun, 6U);
  EXPECT_THAT(told.worst, ElementsAre(AllOf(StartsWith("rank 5: what succeeded"),
                                            EndsWith(" (the worst of 2 such alerts)")),
                                      AllOf(StartsWith("rank 2: memory over the predicted peak: 150 %"),
                                            EndsWith(" (the worst of 3 such alerts)")),
                                      AllOf(StartsWith("rank 0: tasks a second"), EndsWith("the nodes"))));
}

TEST(ToldOf, say_once_what_was_a_warning_and_became_critical) {
  auto critical = rank_alert(0, 3, {});
  critical.alert.severity = watch::Severity::critical;
  critical.alert.figure = 0.97;
  const auto told = told_of({{rank_alert(0, 2, {}), critical}});
  EXPECT_EQ(told.begun, 2U);
  EXPECT_THAT(told.worst, ElementsAre(HasSubstr("97 %")));
}

TEST(ToldOf, leave_growth_until_the_end_to_the_note_of_it) {
  const auto told = told_of({{alert_of(watch::Rule::growth, 0, 2e7, {})}});
  EXPECT_EQ(told.begun, 1U);
  EXPECT_THAT(told.worst, IsEmpty());
}

}  // namespace
}  // namespace winnow::app
