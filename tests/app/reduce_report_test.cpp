#include "app/reduce/reduce_report.hpp"

#include <gmock/gmock.h>

#include "app/campaign.hpp"
#include "winnow/base/log.hpp"

namespace winnow::app {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<std::string> notes_of(const std::string& more, const reduce::Totals& totals) {
  const Campaign campaign;
  campaign.write_study(more);
  const auto study = study::load("city.toml", {});
  report::Summary summary;
  tell_totals(totals, *study, summary);
  return summary.notes;
}

reduce::Totals totals() {
  reduce::Totals totals;
  totals.files_accepted = 3;
  totals.files_rejected = 1;
  totals.tally = {{10, 1000}, {2, 30}, {4, 50}};
  totals.formats = {{"csv.gz", 3}};
  totals.files_of_rows = 3;
  return totals;
}

TEST(ReduceReport, warns_of_errors_over_rows_of_runs_and_names_the_key) {
  EXPECT_THAT(notes_of("", totals()), ElementsAre(HasSubstr("unit = \"run\"")));
  EXPECT_THAT(notes_of("unit = \"run\"\n", totals()), IsEmpty());
  EXPECT_THAT(notes_of("statistics = [\"mean\"]\n", totals()), IsEmpty());
  auto reports = totals();
  reports.files_of_rows = 0;
  EXPECT_THAT(notes_of("", reports), IsEmpty());
  reports.runs_pooled = 1;
  EXPECT_THAT(notes_of("", reports), ElementsAre(HasSubstr("unit = \"run\"")));
}

TEST(ReduceReport, names_columns_that_are_text_and_rows_taken_out) {
  auto some = totals();
  some.files_of_rows = 0;
  some.text_columns = {{"from", {some.files_accepted, "a.csv"}}, {"path", {1, "b\n.csv"}}};
  some.rows_filtered = 1234;
  EXPECT_THAT(notes_of("", some),
              ElementsAre("left out, for they are text: from and path in 1 of the files, first in b\\x0a.csv",
                          "1,234 rows taken out by [reduce] where"));
}

TEST(ReduceReport, accounts_for_files_lines_and_bytes) {
  std::map<std::string, std::int64_t> account;
  for (const auto& attribute : account_attributes(totals())) {
    account[attribute.name] = std::get<std::int64_t>(attribute.value);
  }
  EXPECT_EQ(account.at("files_accepted"), 3);
  EXPECT_EQ(account.at("files_rejected"), 1);
  EXPECT_EQ(account.at("lines_accepted") + account.at("lines_rejected") + account.at("lines_ignored"), 16);
  EXPECT_EQ(account.at("bytes_ignored"), 50);
  EXPECT_EQ(account.at("files_of_csv.gz"), 3);
}

}  // namespace
}  // namespace winnow::app
