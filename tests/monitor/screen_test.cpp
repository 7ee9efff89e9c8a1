#include "winnow/monitor/screen.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "monitor/snapshots.hpp"
#include "winnow/base/text.hpp"

namespace winnow::monitor {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

std::size_t columns(std::string_view text) {
  std::size_t count = 0;
  for (; !text.empty(); ++count) text.remove_prefix(base::utf8_length(text));
  return count;
}

report::RunView of_many_nodes(int nodes) {
  auto snapshot = reduce_snapshot();
  snapshot.nodes.clear();
  for (int i = 0; i < nodes; ++i) {
    snapshot.nodes.push_back({fmt::format("node{:03}", i), 2, 2, 2,
                              base::mebibytes(static_cast<std::uint64_t>(i)), base::mebibytes(500),
                              base::mebibytes(1000)});
  }
  return snapshot;
}

std::vector<std::string> screen(const report::RunView& snapshot, const View& view = {}) {
  RateHistory history;
  history.add(snapshot.progress);
  return render(snapshot, history, view);
}

TEST(Screen, shows_a_run_on_eighty_columns) {
  EXPECT_THAT(screen(reduce_snapshot()),
              ElementsAre("reduce: City: three routers   10 s   process 4711 on node1",
                          "/data/city.h5   since 2026-11-21T16:10:00Z",
                          "2,500 of 10,000 files  █████░░░░░░░░░░░░░░░ 25 %  250/s  ETA 30 s  3 rejected", "",
                          "queue              waiting      sent   running          done  retried   failed",
                          "reduce                 100        20         4         2,500        1        0",
                          "", "node                 ranks   workers    memory      peak     limit",
                          "node2                    2    1 of 2   800 MiB   900 MiB 0.977 GiB  80 % █████░",
                          "node1                    2         2   100 MiB   120 MiB 0.977 GiB  10 % █░░░░░",
                          "q quit   arrows page   s sort   c checkpoint"));
}

TEST(Screen, is_never_larger_than_the_terminal) {
  auto snapshot = of_many_nodes(500);
  snapshot.title = std::string(300, 't');
  snapshot.alerts.assign(10, {"memory", "critical", std::string(300, 'a')});
  snapshot.progress.searches.assign(10, {std::string(40, 's'), 1, 2, 3, 4, 5, 6, true, 7});
  for (const auto& [width, height] :
       {std::pair<std::size_t, std::size_t>{80, 24}, {40, 10}, {20, 1}, {200, 60}}) {
    View view;
    view.width = width;
    view.height = height;
    const auto lines = screen(snapshot, view);
    EXPECT_LE(lines.size(), height);
    for (const auto& line : lines) EXPECT_LE(columns(line), width) << line;
  }
}

TEST(Screen, counts_two_columns_for_wide_characters_and_none_for_those_that_combine) {
  auto snapshot = reduce_snapshot();
  View view;
  view.width = 13;
  snapshot.title = "都市都市";
  EXPECT_EQ(screen(snapshot, view)[0], "reduce: 都市");
  snapshot.title = "u\u0308u\u0308u\u0308u\u0308u\u0308u\u0308";
  EXPECT_EQ(screen(snapshot, view)[0], "reduce: u\u0308u\u0308u\u0308u\u0308u\u0308");
}

TEST(Screen, shows_what_a_terminal_would_take_for_orders_as_text) {
  auto snapshot = reduce_snapshot();
  snapshot.title = "a\x1b[2Jb";
  snapshot.result = "/data/c\ny.h5";
  const auto lines = screen(snapshot, View{});
  EXPECT_TRUE(lines[0].starts_with("reduce: a\\x1b[2Jb   ")) << lines[0];
  EXPECT_TRUE(lines[1].starts_with("/data/c\\x0ay.h5   ")) << lines[1];
}

TEST(Screen, shows_every_node_on_one_page) {
  const auto snapshot = of_many_nodes(100);
  View view;
  std::vector<std::string> nodes;
  for (; view.page < pages(snapshot, view); ++view.page) {
    for (const auto& line : screen(snapshot, view)) {
      if (line.starts_with("node0")) nodes.push_back(line.substr(0, 7));
    }
  }
  std::ranges::sort(nodes);
  ASSERT_EQ(nodes.size(), 100U);
  EXPECT_EQ(std::ranges::unique(nodes).size(), 0U);
}

TEST(Screen, stays_on_the_last_page_where_nodes_are_lost) {
  View view;
  view.page = 99;
  EXPECT_THAT(screen(of_many_nodes(100), view), Contains(StartsWith("page ")));
}

TEST(Screen, sorts_nodes_as_wished) {
  auto snapshot = reduce_snapshot();
  snapshot.nodes[0].workers = 9;
  const auto first_of = [&](NodeOrder order) {
    View view;
    view.order = order;
    return screen(snapshot, view)[8].substr(0, 5);
  };
  EXPECT_EQ(first_of(NodeOrder::memory), "node2");
  EXPECT_EQ(first_of(NodeOrder::name), "node1");
  EXPECT_EQ(first_of(NodeOrder::workers), "node1");
}

TEST(Screen, shows_how_searches_converge) {
  auto snapshot = reduce_snapshot();
  snapshot.progress.searches = {{"fit", 1200, 5000, 7, 61, 0, 0.125, true, 1e-3}, {}};
  snapshot.progress.searches.back().name = "other";
  EXPECT_THAT(
      screen(snapshot),
      AllOf(Contains("fit                  1,200         5,000       0.125       0.001      61       7"),
            Contains("other                    0             -           -           -       0       0")));
}

TEST(Screen, shortens_numbers_that_do_not_fit_their_column) {
  auto snapshot = reduce_snapshot();
  auto& progress = snapshot.progress;
  progress.searches = {{"fit", 10'000'000'000, 9'000'000'000'000, 18, 99'999'999, 0, -1.2345e-100, true, 0}};
  progress.queues = {
      {"reduce", 10'000'000'000, 999'999'999, 1'000'000'000, 10'000'000'000, 1'000'000'000, 18}};
  snapshot.nodes = {
      {"node1", 128, 128, 100, base::mebibytes(100), base::mebibytes(120), base::mebibytes(1000)}};
  EXPECT_THAT(
      screen(snapshot),
      AllOf(Contains("fit                 10.0 G        9.00 T -1.234e-100           0   100 M      18"),
            Contains("reduce              10.0 G 999999999    1.00 G        10.0 G       18   1.00 G"),
            Contains("node1                  128   100/128   100 MiB   120 MiB 0.977 GiB  10 % █░░░░░")));
}

TEST(Screen, shows_alerts_above_all_tables) {
  auto snapshot = reduce_snapshot();
  snapshot.alerts = {{"success", "warning", "tasks fail"},
                     {"memory", "critical", "memory of node1 at 97 %", false},
                     {"memory", "critical", "memory of node2 at 96 %"}};
  EXPECT_EQ(screen(snapshot)[3], "! critical: memory of node2 at 96 %");
  EXPECT_EQ(screen(snapshot)[4], "! warning: tasks fail");
  EXPECT_EQ(screen(snapshot)[5], "") << "what is over is not shown";
}

TEST(Screen, breaks_alerts_into_lines_as_far_as_there_is_room) {
  auto snapshot = reduce_snapshot();
  snapshot.alerts.assign(1, {"memory", "warning", "one two three four five six seven"});
  View view;
  view.width = 20;
  view.height = 12;
  const auto lines = screen(snapshot, view);
  EXPECT_EQ(lines[3], "! warning: one two");
  EXPECT_EQ(lines[4], "  three four five");
  EXPECT_EQ(lines[5], "  six seven");
}

TEST(Screen, gives_alerts_the_lines_that_nothing_else_needs) {
  auto snapshot = reduce_snapshot();
  std::string text;
  for (int word = 0; word < 40; ++word) text += "words ";
  snapshot.alerts.assign(3, {"memory", "warning", text + "end"});
  const auto lines = screen(snapshot);
  EXPECT_EQ(std::ranges::count_if(lines, [](const auto& line) { return line.ends_with("words end"); }), 3);
  EXPECT_THAT(lines, Contains(StartsWith("node1  "))) << "below them";
  EXPECT_EQ(pages(snapshot, View{}), 1U);
}

TEST(Screen, counts_the_alerts_for_which_there_is_no_line) {
  auto snapshot = reduce_snapshot();
  snapshot.alerts.assign(20, {"disk", "warning", "full"});
  const auto lines = screen(snapshot);
  EXPECT_EQ(lines.size(), View{}.height);
  EXPECT_EQ(std::ranges::count(lines, "! warning: full"), 12);
  EXPECT_THAT(lines, Contains("! and 8 alerts more"));
}

TEST(Screen, gives_up_its_bar_before_the_time_that_is_left) {
  auto snapshot = reduce_snapshot();
  snapshot.progress.done = 250'000'000;
  snapshot.progress.found = 1'000'000'000;
  View view;
  view.width = 80;
  const auto line = screen(snapshot, view)[2];
  EXPECT_THAT(line, HasSubstr("ETA 30 s"));
  EXPECT_LE(columns(line), 80U);
}

TEST(Screen, says_what_was_done_in_place_of_the_keys) {
  View view;
  view.note = "checkpoint asked for";
  EXPECT_EQ(screen(reduce_snapshot(), view).back(), "checkpoint asked for");
}

TEST(Screen, says_since_when_a_run_has_not_answered) {
  View view;
  EXPECT_THAT(screen(reduce_snapshot(), view), Each(Not(HasSubstr("does not answer"))));
  view.silent = base::Seconds{3.2};
  EXPECT_EQ(screen(reduce_snapshot(), view)[2], "! does not answer, last heard 3 s ago");
}

TEST(Screen, promises_no_end_while_it_is_not_known_how_much_there_is) {
  auto snapshot = reduce_snapshot();
  snapshot.progress.found_all = false;
  EXPECT_EQ(screen(snapshot)[2], "2,500 files  250/s  3 rejected");
  EXPECT_THAT(screen(snapshot), Each(Not(HasSubstr("ETA"))));
}

TEST(RateHistory, is_of_the_time_between_two_snapshots) {
  auto snapshot = reduce_snapshot();
  RateHistory history;
  history.add(snapshot.progress);
  EXPECT_DOUBLE_EQ(history.rate(), 250);
  snapshot.progress.elapsed = base::Seconds{12};
  snapshot.progress.done = 4500;
  history.add(snapshot.progress);
  history.add(snapshot.progress);
  EXPECT_THAT(history.rates(), ElementsAre(250, 1000)) << "one that is no newer tells nothing";
}

TEST(RateHistory, tells_the_rate_that_the_runs_own_line_tells) {
  report::Progress progress;
  RateHistory history;
  const auto look = [&](double at, std::uint64_t done) {
    progress.elapsed = base::Seconds{at};
    progress.done = done;
    history.add(progress);
    return history.rate();
  };
  progress.known = 1000;
  EXPECT_DOUBLE_EQ(look(100, 6000), 50) << "of the run, without what was done before";
  EXPECT_DOUBLE_EQ(look(110, 7000), 100);
  EXPECT_DOUBLE_EQ(look(110.01, 7000), 100) << "a key was pressed, and nothing done since";
  EXPECT_DOUBLE_EQ(look(120, 7000), 50) << "it stalls";
  progress.known = 0;
  EXPECT_DOUBLE_EQ(look(210, 20), 0) << "another job";
  EXPECT_DOUBLE_EQ(look(220, 40), 2);
}

TEST(RateHistory, keeps_a_minutes_worth) {
  auto snapshot = reduce_snapshot();
  RateHistory history;
  for (int second = 11; second < 500; ++second) {
    snapshot.progress.elapsed = base::Seconds{1.0 * second};
    history.add(snapshot.progress);
  }
  EXPECT_EQ(history.rates().size(), 60U);
}

}  // namespace
}  // namespace winnow::monitor
