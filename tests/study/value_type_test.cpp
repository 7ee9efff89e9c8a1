#include "study/value_type.hpp"

#include <gmock/gmock.h>

namespace winnow::study {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

template <class T>
struct Outcome {
  T value;
  std::vector<std::string> complaints;
};

/// Reads a node into `value`, as a key with these limits would.
template <class T>
Outcome<T> read(decltype(Node::value) written, T value, const Limits& limits = {}) {
  const Node node{std::move(written), {}};
  Complaints complaints;
  Type<T>::read(node, limits, value, complaints);
  std::vector<std::string> texts;
  for (const auto& complaint : complaints)
    texts.push_back(shown(*complaint.node) + " " + complaint.predicate);
  return {std::move(value), std::move(texts)};
}

Node text(std::string value) {
  return {std::move(value), {}};
}

TEST(Share, reads_percentages_and_plain_numbers) {
  const Limits limits{between(0, 1), {}};
  EXPECT_EQ(read<Share>(std::string("1%"), {}, limits).value.of_one, 0.01);
  EXPECT_EQ(read<Share>(std::string("1 %"), {}, limits).value.of_one, 0.01);
  EXPECT_EQ(read<Share>(0.25, {}, limits).value.of_one, 0.25);
  EXPECT_THAT(read<Share>(std::string("1"), {}, limits).complaints, ElementsAre("\"1\" is not a share"));
  EXPECT_THAT(read<Share>(std::string("101%"), {}, limits).complaints,
              ElementsAre("\"101%\" is out of range"));
}

TEST(MemoryLevel, is_a_share_or_a_size) {
  EXPECT_EQ(read<MemoryLevel>(std::string("80%"), {}).value.at,
            (std::variant<Share, base::Bytes>(Share{0.8})));
  EXPECT_EQ(read<MemoryLevel>(std::string("80 %"), {}).value, MemoryLevel{Share{0.8}});
  EXPECT_EQ(read<MemoryLevel>(0.5, {}).value, MemoryLevel{Share{0.5}});
  EXPECT_EQ(read<MemoryLevel>(std::string("0.5"), {}).value, MemoryLevel{Share{0.5}});
  EXPECT_EQ(read<MemoryLevel>(std::int64_t{1}, {}).value, MemoryLevel{Share{1}});
  EXPECT_EQ(read<MemoryLevel>(std::string("6GiB"), {}).value, MemoryLevel{base::gibibytes(6)});
}

TEST(MemoryLevel, refuses_numbers_that_are_neither_share_nor_size) {
  EXPECT_THAT(read<MemoryLevel>(std::int64_t{80}, {}).complaints,
              ElementsAre("80 is neither a share nor a size"));
  EXPECT_THAT(read<MemoryLevel>(std::string("80"), {}).complaints,
              ElementsAre("\"80\" is neither a share nor a size"));
  EXPECT_THAT(read<MemoryLevel>(1.5, {}).complaints, ElementsAre("1.5 is neither a share nor a size"));
}

TEST(MemoryLevel, refuses_shares_of_nothing_and_of_more_than_all) {
  for (const auto* wrong : {"0%", "101%", "-5%"}) {
    EXPECT_THAT(read<MemoryLevel>(std::string(wrong), {}).complaints,
                ElementsAre("\"" + std::string(wrong) + "\" is out of range"));
  }
  EXPECT_THAT(read<MemoryLevel>(std::int64_t{-1}, {}, {at_least(0.0), {}}).complaints,
              ElementsAre("-1 is out of range"));
  EXPECT_THAT(read<MemoryLevel>(std::string("much"), {}).complaints, ElementsAre("\"much\" is not a size"));
  EXPECT_THAT(read<MemoryLevel>(true, {}).complaints, ElementsAre("true is a boolean"));
}

TEST(Integer, keeps_its_value_if_the_new_one_is_wrong) {
  const Limits limits{between(0, 9), {}};
  EXPECT_EQ(read<std::uint32_t>(std::int64_t{9}, 5, limits).value, 9u);
  const auto refused = read<std::uint32_t>(std::int64_t{10}, 5, limits);
  EXPECT_EQ(refused.value, 5u);
  EXPECT_THAT(refused.complaints, ElementsAre("10 is out of range"));
}

TEST(Integer, refuses_reals_texts_and_numbers_beyond_its_width) {
  const Limits limits{between(0, 1000), {}};
  EXPECT_THAT(read<std::uint32_t>(2.0, 0, limits).complaints, ElementsAre("2.0 is a real number"));
  EXPECT_THAT(read<std::uint32_t>(std::string("2"), 0, limits).complaints, ElementsAre("\"2\" is text"));
  EXPECT_THAT(read<std::uint32_t>(std::int64_t{1} << 32, 0, limits).complaints,
              ElementsAre("4294967296 is out of range"));
}

TEST(RealNumber, takes_integers_and_refuses_what_is_not_finite) {
  EXPECT_EQ(read<double>(std::int64_t{2}, 0).value, 2.0);
  EXPECT_THAT(read<double>(std::numeric_limits<double>::quiet_NaN(), 0).complaints,
              ElementsAre("nan is out of range"));
  EXPECT_THAT(read<double>(std::numeric_limits<double>::infinity(), 0).complaints,
              ElementsAre("inf is out of range"));
}

TEST(RealNumber, leaves_out_an_open_limit) {
  const Limits limits{above(0, 1), {}};
  EXPECT_THAT(read<double>(0.0, 0.5, limits).complaints, ElementsAre("0.0 is out of range"));
  EXPECT_THAT(read<double>(1.0, 0.5, limits).complaints, IsEmpty());
}

TEST(Size, is_a_text_with_a_suffix_or_a_number_of_bytes) {
  const Limits limits{at_least(0), {}};
  EXPECT_EQ(read<base::Bytes>(std::string("8GiB"), {}, limits).value, base::gibibytes(8));
  EXPECT_EQ(read<base::Bytes>(std::int64_t{4096}, {}, limits).value, base::kibibytes(4));
  EXPECT_THAT(read<base::Bytes>(std::string("8GX"), {}, limits).complaints,
              ElementsAre("\"8GX\" is not a size"));
  EXPECT_THAT(read<base::Bytes>(std::int64_t{-1}, {}, limits).complaints, ElementsAre("-1 is out of range"));
}

TEST(Duration, is_a_text_with_a_suffix_or_a_number_of_seconds) {
  EXPECT_EQ(read<base::Seconds>(std::string("2min"), {}).value.count, 120.0);
  EXPECT_EQ(read<base::Seconds>(0.5, {}).value.count, 0.5);
  EXPECT_THAT(read<base::Seconds>(std::string("soon"), {}).complaints,
              ElementsAre("\"soon\" is not a duration"));
  EXPECT_THAT(read<base::Seconds>(true, {}).complaints, ElementsAre("true is a boolean"));
}

TEST(Text, typed_at_a_shell_may_look_like_a_number) {
  Node node{std::int64_t{2026}, {}};
  node.raw = "2026";
  std::string value;
  Complaints complaints;
  Type<std::string>::read(node, {}, value, complaints);
  EXPECT_EQ(value, "2026");
  EXPECT_THAT(read<std::string>(std::int64_t{2026}, "").complaints, ElementsAre("2026 is an integer"));
}

TEST(Text, refuses_what_is_none_of_the_choices) {
  const Limits limits{{}, {"auto", "key-value"}};
  EXPECT_THAT(read<std::string>(std::string("keyvalue"), "auto", limits).complaints,
              ElementsAre("\"keyvalue\" is unknown"));
}

TEST(WorkersValue, is_a_number_or_a_share_of_the_cores) {
  const Limits limits{between(1, 100), {}};
  EXPECT_EQ(read<WorkerCount>(std::int64_t{3}, 1, limits).value, WorkerCount(3));
  EXPECT_EQ(read<WorkerCount>(std::string("cores"), 1, limits).value, WorkerCount::cores());
  EXPECT_EQ(read<WorkerCount>(std::string("cores/4"), 1, limits).value, WorkerCount::cores(4));
  for (const std::string wrong :
       {"core", "cores/", "cores/0", "cores/-1", "cores/2x", "cores/99999999999", "cores 4"}) {
    EXPECT_THAT(read<WorkerCount>(wrong, 1, limits).complaints,
                ElementsAre(spell(wrong) + " is not a number of workers"));
  }
  EXPECT_THAT(read<WorkerCount>(std::int64_t{0}, 1, limits).complaints, ElementsAre("0 is out of range"));
}

TEST(ListOfText, complains_of_every_wrong_item) {
  const Limits limits{{}, {"mean", "std"}};
  const auto outcome = read<std::vector<std::string>>(
      Node::List{text("mean"), text("meen"), {std::int64_t{3}, {}}}, {"std"}, limits);
  EXPECT_THAT(outcome.complaints, ElementsAre("\"meen\" is unknown", "3 is an integer"));
  EXPECT_THAT(outcome.value, ElementsAre("std"));
}

TEST(ListOfText, may_be_one_text) {
  EXPECT_THAT(read<std::vector<std::string>>(std::string("*.txt"), {}).value, ElementsAre("*.txt"));
}

TEST(ListOfLists, does_not_guess_what_a_plain_list_means) {
  using Lists = std::vector<std::vector<std::string>>;
  EXPECT_THAT(read<Lists>(Node::List{text("router"), text("buffer")}, {}).complaints,
              ElementsAre("\"router\" is text", "\"buffer\" is text"));
  const Node inner{Node::List{text("router")}, {}};
  EXPECT_THAT(read<Lists>(Node::List{inner, {Node::List{}, {}}}, {}).value,
              ElementsAre(ElementsAre("router"), IsEmpty()));
}

TEST(WordOrValue, takes_the_word_and_the_value) {
  using Setting = AutoOr<std::uint32_t>;
  const Limits limits{between(1, 9), {}};
  EXPECT_EQ(read<Setting>(std::string("auto"), 3, limits).value, Setting());
  EXPECT_EQ(read<Setting>(std::int64_t{4}, {}, limits).value, Setting(4));
  EXPECT_THAT(read<Setting>(std::int64_t{10}, {}, limits).complaints, ElementsAre("10 is out of range"));
}

TEST(WordOrValue, knows_a_misspelt_word) {
  const Node node{std::string("atuo"), {}};
  AutoOr<base::Bytes> value;
  Complaints complaints;
  Type<AutoOr<base::Bytes>>::read(node, {}, value, complaints);
  ASSERT_EQ(complaints.size(), 1u);
  EXPECT_EQ(complaints.front().advice, "write \"auto\"");
}

}  // namespace
}  // namespace winnow::study
