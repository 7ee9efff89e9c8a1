#include "reduce/first_rejection.hpp"

#include <gmock/gmock.h>

#include "support/temporary_folder.hpp"
#include "support/thread_team.hpp"

namespace winnow::reduce {
namespace {

Scheme scheme_of(OnError on_error, const std::string& folder = {}) {
  Config config;
  config.folder = folder;
  config.files = {"*"};
  config.on_error = on_error;
  return *Scheme::make(config);
}

TEST(FirstRejection, is_the_one_that_was_noted_first) {
  const auto scheme = scheme_of(OnError::stop, "data");
  FirstRejection first(scheme);
  base::SoloTeam alone;
  EXPECT_FALSE(first.is_there());
  EXPECT_FALSE(first.error(alone));
  first.note({"b.csv", {3, 40}, "not a number", "x: 12abc"});
  first.note({"a.csv", {1, 0}, "empty", ""});
  EXPECT_TRUE(first.is_there());
  EXPECT_EQ(first.error(alone)->text(),
            "data/b.csv:3: rejected: not a number (x: 12abc): mend it, or write on_error = \"reject\" in "
            "[reduce] to go on without it and to find it in the result's table rejected");
}

TEST(FirstRejection, never_is_where_rejections_end_nothing) {
  const auto scheme = scheme_of(OnError::reject);
  FirstRejection first(scheme);
  base::SoloTeam alone;
  first.note({"b.csv", {3, 40}, "not a number", "x: 12abc"});
  EXPECT_FALSE(first.is_there());
  EXPECT_FALSE(first.error(alone));
}

TEST(FirstRejection, is_the_same_on_all_ranks_and_comes_first_by_path_and_byte) {
  const auto scheme = scheme_of(OnError::stop);
  test::ThreadTeam::run(4, [&](base::Team& team) {
    FirstRejection first(scheme);
    if (team.rank() == 0) first.note({"b.csv", {1, 0}, "empty", ""});
    if (team.rank() == 1) first.note({"a.csv", {9, 90}, "empty", ""});
    if (team.rank() == 2) first.note({"a.csv", {8, 80}, "empty", ""});
    const auto error = first.error(team);
    ASSERT_TRUE(error);
    EXPECT_EQ(error->place.text(), "a.csv:8");
  });
}

TEST(FirstRejection, counts_the_lines_before_the_piece_it_is_in) {
  const test::TemporaryFolder folder;
  folder.write("a.csv", "x\n1\n2\n3\nfour\n");
  const auto scheme = scheme_of(OnError::stop, folder.path());
  base::SoloTeam alone;
  FirstRejection first(scheme);
  first.note({"a.csv", {2, 8}, "not a number", "x: four"}, false);
  EXPECT_EQ(first.error(alone)->place.line, 5u);
}

TEST(FirstRejection, names_the_byte_where_the_line_cannot_be_counted) {
  const auto scheme = scheme_of(OnError::stop);
  base::SoloTeam alone;
  FirstRejection first(scheme);
  first.note({"vanished.csv", {2, 8}, "not a number", ""}, false);
  EXPECT_THAT(first.error(alone)->text(),
              testing::StartsWith("vanished.csv: rejected at byte 8: not a number:"));
}

TEST(FirstRejection, shows_names_and_texts_of_any_bytes_on_one_line) {
  const auto scheme = scheme_of(OnError::stop);
  base::SoloTeam alone;
  FirstRejection first(scheme);
  first.note({"a\nb.csv", {2, 8}, "not a number", "x:\n\x01"});
  EXPECT_EQ(first.error(alone)->text().find('\n'), std::string::npos);
}

}  // namespace
}  // namespace winnow::reduce
