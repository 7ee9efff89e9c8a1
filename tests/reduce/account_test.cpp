#include "reduce/account.hpp"

#include <gmock/gmock.h>

#include <span>
#include <string>
#include <utility>

namespace winnow::reduce {
namespace {

using read::FieldValue;
using testing::ElementsAre;

Rejected rejected(std::string path, std::uint64_t line, std::string reason) {
  return {std::move(path), {.line = line, .byte = 10 * line}, std::move(reason), "text"};
}

/// Some events, of which each is told to one of several accounts.
void accept_file(const std::vector<read::FieldValue>& fields, Account& account) {
  account.accept_file();
  for (std::size_t i = 0; i < fields.size(); ++i) account.add_field(i, fields[i]);
}

void tell(std::size_t event, Account& account) {
  switch (event) {
    case 0:
      return accept_file({std::string("city"), std::string("Prophet"), std::int64_t{1}}, account);
    case 1:
      return accept_file({std::string("city"), std::string("Epidemic"), std::int64_t{1}}, account);
    case 2:
      return account.reject_file();
    case 3:
      return account.add(rejected("b.txt", 1, "not a number"));
    case 4:
      return account.add(rejected("a.txt", 9, "not a number"));
    case 5:
      return account.add(rejected("a.txt", 0, "empty"));
    case 6:
      return account.add({{.lines = 3, .bytes = 30}, {.lines = 2, .bytes = 20}, {.lines = 1, .bytes = 10}});
    case 7:
      return account.reject({.lines = 4, .bytes = 100});
    case 8:
      return account.filter_rows(4);
    default:
      return account.add_column("created");
  }
}
constexpr std::size_t events = 10;

void expect_all_told(const Account& account) {
  const auto totals = account.totals();
  EXPECT_EQ(totals.files_accepted, 2u);
  EXPECT_EQ(totals.files_rejected, 1u);
  EXPECT_EQ(totals.rows_filtered, 4u);
  EXPECT_EQ(totals.tally.accepted.lines, 3u);
  EXPECT_EQ(totals.tally.accepted.bytes, 30u);
  EXPECT_EQ(totals.tally.rejected.lines, 6u);
  EXPECT_EQ(totals.tally.rejected.bytes, 120u);
  EXPECT_EQ(totals.tally.ignored.bytes, 10u);
  EXPECT_EQ(totals.rejections(), 3u);
  ASSERT_EQ(totals.reasons.size(), 2u);
  EXPECT_EQ(totals.reasons[0].reason, "not a number");
  EXPECT_EQ(totals.reasons[0].count, 2u);
  EXPECT_EQ(totals.reasons[0].first.place(), "a.txt:9");
  EXPECT_EQ(totals.reasons[1].first.place(), "a.txt");
  EXPECT_THAT(account.columns(), ElementsAre("created"));

  const auto& fields = account.fields();
  EXPECT_TRUE(fields[0].common);
  EXPECT_EQ(fields[0].value, FieldValue(std::string("city")));
  EXPECT_EQ(fields[0].width, 4u);
  EXPECT_FALSE(fields[1].common);
  EXPECT_EQ(fields[1].width, 8u);
  EXPECT_TRUE(fields[2].common);
}

TEST(Account, comes_to_the_same_however_events_are_spread_and_merged) {
  for (std::size_t split = 0; split < (1u << events); ++split) {
    Account a(3), b(3);
    for (std::size_t event = 0; event < events; ++event) tell(event, (split >> event & 1) != 0 ? a : b);
    base::Buffer bytes;
    base::Encoder out(bytes);
    b.encode(out);
    base::Decoder in(bytes);
    ASSERT_TRUE(a.merge_encoded(in));
    EXPECT_TRUE(in.at_end());
    expect_all_told(a);
    if (testing::Test::HasFailure()) FAIL() << "split " << split;
  }
}

TEST(Account, knows_no_common_value_of_fields_before_the_first_file) {
  Account account(1);
  account.merge(Account(1));
  EXPECT_FALSE(account.fields()[0].value);
}

TEST(Account, refuses_bytes_that_are_cut_off) {
  Account account(3);
  for (std::size_t event = 0; event < events; ++event) tell(event, account);
  base::Buffer bytes;
  base::Encoder out(bytes);
  account.encode(out);
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    base::Decoder in{std::span(bytes).first(size)};
    EXPECT_FALSE(Account(3).merge_encoded(in)) << size;
  }
}

}  // namespace
}  // namespace winnow::reduce
