#include "winnow/report/summary.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace winnow::report {
namespace {

using testing::HasSubstr;
using testing::Not;

Summary summary() {
  Summary done;
  done.title = "City";
  done.files_accepted = 58;
  done.files_rejected = 2;
  done.bytes = base::kibibytes(30);
  done.lines = {1'800, 1, 62};
  done.formats = {{"key-value", 58}};
  done.groups = 15;
  done.elapsed = base::Seconds{0.5};
  done.ranks = 2;
  Summary::Node node;
  node.name = "a";
  node.workers = 2;
  node.predicted = base::mebibytes(180);
  node.measured = base::mebibytes(120);
  node.limit = base::gibibytes(8);
  done.nodes = {node};
  done.reasons = {{"empty", 2, "x.txt"}, {"not a number", 1, "y.txt:3"}};
  done.result = "city.h5";
  done.next_command = "winnow show city.h5 reduce/router";
  return done;
}

TEST(SummaryText, tells_what_was_done_and_what_was_not) {
  EXPECT_EQ(summary_text(summary()),
            "City\n"
            "  files       60 (30 KiB) in 0.5 s, 120 files/s\n"
            "  lines       1,800 accepted, 1 rejected, 62 ignored; read as key-value\n"
            "  workers     2 on 1 node, 2 ranks\n"
            "  memory      a: peak 120 MiB, predicted 180 MiB, limit 8 GiB\n"
            "  rejected    2 files and 1 line\n"
            "              2 × empty, first in x.txt\n"
            "              1 × not a number, first in y.txt:3\n"
            "  result      city.h5 (15 groups)\n"
            "  next        winnow show city.h5 reduce/router\n");
}

TEST(SummaryText, counts_only_evaluations_of_this_run_for_its_rate) {
  auto resumed = summary();
  Summary::Search search;
  search.evaluations = 3'000;
  search.known = 2'500;
  search.ended = "its evaluations were done";
  search.best = 0.25;
  search.parameters = {"x = 1", "y = 2"};
  search.command = "winnow evaluate bowl.toml x=1 y=2";
  search.failures = {{"timeout", 2, "no end after 1 s"}};
  search.sent = base::kibibytes(300);
  resumed.searches = {search};
  EXPECT_THAT(summary_text(resumed),
              HasSubstr("  search      3,000 evaluations, 2,500 of them before, in 0.5 s, 1,000/s; "
                        "its evaluations were done\n"
                        "  best        0.25\n"
                        "  at          x = 1, y = 2\n"
                        "  failed      2 × timeout, first: no end after 1 s\n"
                        "  traffic     300 KiB, 102 bytes an evaluation\n"
                        "  again       winnow evaluate bowl.toml x=1 y=2\n"));
  resumed.elapsed = base::Seconds{10'000};
  EXPECT_THAT(summary_text(resumed), HasSubstr(", 0.05/s; "));
}

TEST(SummaryText, is_silent_on_rejections_where_there_are_none) {
  auto clean = summary();
  clean.files_rejected = clean.lines.rejected = 0;
  clean.reasons.clear();
  EXPECT_THAT(summary_text(clean), Not(HasSubstr("  rejected")));
}

TEST(SummaryText, names_rejections_that_cost_neither_file_nor_line) {
  auto torn = summary();
  torn.files_rejected = torn.lines.rejected = 0;
  torn.reasons = {{"truncated gzip data", 1, "a.txt.gz:7"}};
  EXPECT_THAT(summary_text(torn), HasSubstr("  rejected    0 files and 0 lines\n"
                                            "              1 × truncated gzip data, first in a.txt.gz:7\n"));
}

TEST(SummaryText, names_the_fullest_of_many_nodes) {
  auto wide = summary();
  wide.nodes.clear();
  for (std::uint64_t i = 0; i < 1000; ++i) {
    Summary::Node node;
    node.name = "n" + std::to_string(i);
    node.measured = base::mebibytes(i + 1);
    wide.nodes.push_back(node);
  }
  const auto text = summary_text(wide);
  EXPECT_THAT(text, HasSubstr("memory      n999:"));
  EXPECT_THAT(text, HasSubstr("and 995 more\n"));
  EXPECT_THAT(text, Not(HasSubstr("n1:")));
}

TEST(SummaryText, names_quarantined_tasks_and_an_early_end) {
  auto ended = summary();
  ended.stopped = true;
  ended.quarantined = {{"bad\x1b.txt", "timeout"}};
  ended.quarantined_count = 7;
  const auto text = summary_text(ended);
  EXPECT_THAT(text, HasSubstr("  quarantined bad\\x1b.txt: timeout\n              and 6 more\n"));
  EXPECT_THAT(text, HasSubstr("  stopped     before its end: --resume goes on\n"));
}

TEST(SummaryJson, is_one_line_of_json_whatever_the_names) {
  auto odd = summary();
  odd.reasons[0].example = "caf\xe9\n.txt";
  const auto text = summary_json(odd);
  EXPECT_EQ(text.find('\n'), std::string::npos);
  const auto json = nlohmann::json::parse(text);
  EXPECT_EQ(json.at("event"), "summary");
  EXPECT_EQ(json.at("files_rejected"), 2);
  EXPECT_EQ(json.at("rejections").at(1).at("reason"), "not a number");
  EXPECT_EQ(json.at("nodes").at(0).at("measured_bytes"), 120 << 20);
}

TEST(SummaryJson, tells_of_a_search_and_not_of_files) {
  auto search = summary();
  search.searches.resize(1);
  search.searches[0].evaluations = 50;
  search.searches[0].sent = base::Bytes{5000};
  const auto json = nlohmann::json::parse(summary_json(search));
  EXPECT_FALSE(json.contains("files_accepted") || json.contains("files_per_s"));
  EXPECT_EQ(json.at("searches").at(0).at("traffic_bytes_per_evaluation"), 100.0);
  EXPECT_EQ(json.at("nodes").at(0).at("measured_bytes"), 120 << 20);
}

TEST(SummaryText, counts_alerts_and_names_the_worst) {
  Summary summary;
  summary.result = "city.h5";
  EXPECT_THAT(summary_text(summary), Not(HasSubstr("alerts")));
  summary.alerts = {1200, 1, {"node n17: memory in use over the limit: 96 %, above 95 %"}};
  EXPECT_THAT(summary_text(summary),
              HasSubstr("  alerts      1,200, 1 critical: winnow show city.h5 run/alerts\n"
                        "              node n17: memory in use over the limit: 96 %, above 95 %\n"));
  summary.alerts.unkept = 200;
  EXPECT_THAT(summary_text(summary), HasSubstr("  alerts      1,200, 1 critical, 200 not kept: winnow show"));
}

TEST(SummaryJson, has_the_alerts) {
  Summary summary;
  summary.alerts = {2, 1, {"node n17"}};
  EXPECT_THAT(summary_json(summary),
              HasSubstr(R"("alerts":{"begun":2,"critical":1,"worst":["node n17"],"unkept":0})"));
}

}  // namespace
}  // namespace winnow::report
