#include <gmock/gmock.h>

#include "study/study_folder.hpp"

namespace winnow::study {
namespace {

using test::StudyFolder;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

TEST(WatchTable, samples_every_second_unless_told_otherwise) {
  const auto watch = StudyFolder("").study().watch();
  EXPECT_EQ(watch.interval.value(), base::Seconds{1});
  EXPECT_EQ(watch.samples, 256u);
  EXPECT_EQ(watch.growth.value(), base::Bytes{10'000'000});
}

TEST(WatchTable, takes_values_or_none) {
  const auto watch =
      StudyFolder("[watch]\ninterval = \"250ms\"\nsamples = 1000\ngrowth = \"1MiB\"\n").study().watch();
  EXPECT_EQ(watch.interval.value(), base::Seconds{0.25});
  EXPECT_EQ(watch.samples, 1000u);
  EXPECT_EQ(watch.growth.value(), base::mebibytes(1));
  const auto none = StudyFolder("[watch]\ninterval = \"none\"\ngrowth = \"none\"\n").study().watch();
  EXPECT_TRUE(none.interval.is_word());
  EXPECT_TRUE(none.growth.is_word());
}

TEST(WatchTable, refuses_what_would_do_nothing_but_measure_and_what_is_below_nothing) {
  EXPECT_THAT(StudyFolder("[watch]\ninterval = \"1ms\"\n").errors(),
              ElementsAre(HasSubstr("watch.interval = \"1ms\" is out of range")));
  EXPECT_THAT(StudyFolder("[watch]\nsamples = 1\n").errors(),
              ElementsAre(HasSubstr("watch.samples = 1 is out of range")));
  EXPECT_THAT(StudyFolder("[watch]\ngrowth = \"-1MB\"\n").errors(), ElementsAre(HasSubstr("watch.growth")));
}

TEST(WatchTable, tells_nobody_of_metrics_unless_asked_to) {
  const auto watch = StudyFolder("").study().watch();
  EXPECT_TRUE(watch.prometheus.is_word());
  EXPECT_TRUE(watch.textfile.is_word());
  EXPECT_EQ(watch.textfile_interval, base::Seconds{15});
}

TEST(WatchTable, takes_where_metrics_go) {
  const auto watch =
      StudyFolder("[watch]\nprometheus = \":9464\"\ntextfile = \"a.prom\"\ntextfile_interval = \"1s\"\n")
          .study()
          .watch();
  EXPECT_EQ(watch.prometheus.value(), (Endpoint{"127.0.0.1", 9464}));
  EXPECT_EQ(watch.textfile.value(), "a.prom");
  EXPECT_EQ(watch.textfile_interval, base::Seconds{1});
}

TEST(WatchTable, refuses_a_place_for_metrics_where_nobody_would_find_them) {
  EXPECT_THAT(StudyFolder("[watch]\nprometheus = \"9464\"\n").errors(),
              ElementsAre(AllOf(HasSubstr("watch.prometheus = \"9464\" is no address and port"),
                                HasSubstr("(it takes an address and port or \"none\")"),
                                HasSubstr("\"127.0.0.1:9464\""))));
  EXPECT_THAT(
      StudyFolder("[watch]\nprometheus = \"[::1]:9464\"\n").errors(),
      ElementsAre("city.toml:2:14: watch.prometheus = \"[::1]:9464\" cannot be served (the server knows "
                  "IPv4 alone): write an IPv4 address and a port from 1 to 65535, \"127.0.0.1:9464\""));
  EXPECT_THAT(StudyFolder("[watch]\ntextfile = \"a.txt\"\n").errors(),
              ElementsAre(AllOf(HasSubstr("textfile = \"a.txt\" does not end in \".prom\""),
                                HasSubstr("write \"a.txt.prom\""))));
}

TEST(WatchTable, takes_how_a_person_is_told) {
  const auto usual = StudyFolder("").study().watch();
  EXPECT_TRUE(usual.progress.is_word());
  EXPECT_EQ(usual.messages, base::Level::info);
  EXPECT_TRUE(usual.log.is_word());
  const auto watch =
      StudyFolder("[watch]\nprogress = \"1min\"\nmessages = \"warning\"\nlog = \"a.log\"\n").study().watch();
  EXPECT_EQ(watch.progress.value(), base::Seconds{60});
  EXPECT_EQ(watch.messages, base::Level::warning);
  EXPECT_EQ(watch.log.value(), "a.log");
  EXPECT_THAT(StudyFolder("[watch]\nmessages = \"warnings\"\n").errors(),
              ElementsAre(HasSubstr("write \"warning\"")));
}

TEST(WatchTable, is_no_part_of_what_the_answer_depends_on) {
  const auto study = StudyFolder("[watch]\ninterval = \"2s\"\n").study();
  EXPECT_THAT(study.effective_toml(), HasSubstr("[watch]\ninterval = \"2s\""));
  EXPECT_THAT(study.answer_toml(), Not(HasSubstr("watch")));
}

}  // namespace
}  // namespace winnow::study
