#include <gmock/gmock.h>

#include "study/study_folder.hpp"

namespace winnow::study {
namespace {

using test::StudyFolder;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

Alerts alerts_of(const std::string& keys) {
  return StudyFolder("[watch.alerts]\n" + keys).study().watch().alerts;
}

std::vector<std::string> errors_of(const std::string& keys) {
  return StudyFolder("[watch.alerts]\n" + keys).errors();
}

TEST(WatchAlertsTable, has_thresholds_unless_told_otherwise) {
  const auto alerts = StudyFolder("").study().watch().alerts;
  EXPECT_EQ(alerts.memory.value(), Share{0.8});
  EXPECT_EQ(alerts.memory_critical.value(), Share{0.95});
  EXPECT_EQ(alerts.storage.value(), base::Bytes{1'000'000});
  EXPECT_EQ(alerts.hdf5.value(), base::Bytes{5'000'000});
  EXPECT_EQ(alerts.success.value(), Share{0.9});
  EXPECT_TRUE(alerts.command.empty());
}

TEST(WatchAlertsTable, takes_thresholds_and_a_command) {
  const auto alerts = alerts_of(
      "memory = \"70%\"\nstorage = \"10MB\"\nslow_rank = 1.5\ncommand = [\"./tell.sh\", \"-v\"]\n"
      "command_timeout = \"2s\"\n");
  EXPECT_EQ(alerts.memory.value(), Share{0.7});
  EXPECT_EQ(alerts.storage.value(), base::Bytes{10'000'000});
  EXPECT_EQ(alerts.slow_rank.value(), 1.5);
  EXPECT_THAT(alerts.command, ElementsAre("./tell.sh", "-v"));
  EXPECT_EQ(alerts.command_timeout, base::Seconds{2});
}

TEST(WatchAlertsTable, switches_any_rule_off) {
  const auto alerts = alerts_of(
      "memory = \"none\"\nmemory_critical = \"none\"\nopen_files = \"none\"\nstorage = \"none\"\n"
      "hdf5 = \"none\"\nunsteady = \"none\"\nprediction = \"none\"\nsuccess = \"none\"\nfalling = \"none\"\n"
      "disk = \"none\"\nslow_rank = \"none\"\n");
  EXPECT_TRUE(alerts.memory.is_word() && alerts.memory_critical.is_word() && alerts.open_files.is_word());
  EXPECT_TRUE(alerts.storage.is_word() && alerts.hdf5.is_word() && alerts.unsteady.is_word());
  EXPECT_TRUE(alerts.prediction.is_word() && alerts.success.is_word() && alerts.falling.is_word());
  EXPECT_TRUE(alerts.disk.is_word() && alerts.slow_rank.is_word());
}

TEST(WatchAlertsTable, refuses_negative_thresholds) {
  EXPECT_THAT(errors_of("memory = \"-10%\"\n"),
              ElementsAre("city.toml:2:10: watch.alerts.memory = \"-10%\" is out of range (it takes a share "
                          "or \"none\", above 0%, at most 100%): write, for example, memory = \"80%\""));
  EXPECT_THAT(errors_of("storage = -1\n"), ElementsAre(HasSubstr("watch.alerts.storage = -1")));
  EXPECT_THAT(errors_of("slow_rank = -2.0\n"),
              ElementsAre(HasSubstr("watch.alerts.slow_rank = -2.0 is out of range")));
}

TEST(WatchAlertsTable, refuses_a_warning_above_what_is_critical) {
  EXPECT_THAT(errors_of("memory = \"97%\"\n"),
              ElementsAre("city.toml:2:1: memory = \"97%\" is above memory_critical = \"95%\" (what is "
                          "critical would come before the warning of it): lower watch.alerts.memory or raise "
                          "watch.alerts.memory_critical"));
  EXPECT_THAT(errors_of("memory = \"97%\"\nmemory_critical = \"none\"\n"), ElementsAre());
}

TEST(WatchAlertsTable, finds_what_is_critical_at_fault_where_that_overrules) {
  Overrides overrides;
  overrides.sets = {"watch.alerts.memory_critical=50%"};
  const auto expected = testing::StartsWith(
      "--set watch.alerts.memory_critical: memory = \"80%\" is above memory_critical = \"50%\"");
  EXPECT_THAT(test::StudyFolder("").errors(overrides), ElementsAre(expected));
  EXPECT_THAT(test::StudyFolder("[watch.alerts]\nmemory = \"80%\"\n").errors(overrides),
              ElementsAre(expected));
}

TEST(WatchAlertsTable, names_the_nearest_rule) {
  EXPECT_THAT(
      errors_of("sucess = \"50%\"\n"),
      ElementsAre("city.toml:2:1: unknown key \"sucess\" (not in [watch.alerts]): write \"success\""));
}

TEST(WatchAlertsTable, is_no_part_of_what_the_answer_depends_on) {
  EXPECT_THAT(StudyFolder("[watch.alerts]\nmemory = \"70%\"\n").study().answer_toml(),
              Not(HasSubstr("alerts")));
}

}  // namespace
}  // namespace winnow::study
