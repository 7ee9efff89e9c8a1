#include "winnow/watch/timeline.hpp"

#include <gmock/gmock.h>

namespace winnow::watch {
namespace {

TimelineEvent event(std::uint64_t lasted, std::int64_t began = 0) {
  return {"task", "", began, lasted, 0, 0};
}

TEST(TimelineKeeper, keeps_all_while_there_is_room) {
  TimelineKeeper keeper(3);
  for (const std::uint64_t lasted : {5, 0, 7}) keeper.add(event(lasted));
  EXPECT_EQ(keeper.events().size(), 3);
  EXPECT_EQ(keeper.dropped(), 0);
}

TEST(TimelineKeeper, keeps_the_longest_and_counts_the_others) {
  constexpr std::size_t capacity = 100;
  constexpr std::uint64_t count = 10'000;
  TimelineKeeper keeper(capacity);
  for (std::uint64_t i = 0; i < count; ++i) {
    keeper.add(event(i * 7919 % count));  // each length once
    ASSERT_LE(keeper.events().size(), capacity);
  }
  EXPECT_EQ(keeper.events().size() + keeper.dropped(), count);
  std::vector<std::uint64_t> lengths;
  for (const auto& one : keeper.events()) lengths.push_back(one.lasted);
  for (std::uint64_t longest = count - 40; longest < count; ++longest) {
    EXPECT_THAT(lengths, ::testing::Contains(longest));
  }
}

TEST(TimelineKeeper, stays_bounded_where_all_are_alike) {
  TimelineKeeper keeper(4);
  for (int i = 0; i < 100; ++i) keeper.add(event(1));
  EXPECT_LE(keeper.events().size(), 4);
  EXPECT_EQ(keeper.events().size() + keeper.dropped(), 100);
}

TEST(Timeline, comes_back_from_bytes) {
  const RankTimeline one{3, "node7", {{"kernel 0", {{"read", "a.txt", -5, 17, 1, 2}}, 9}, {"main", {}, 0}}};
  base::Buffer bytes;
  base::Encoder out(bytes);
  encode(one, out);
  base::Decoder in(bytes);
  const auto back = decode_timeline(in);
  ASSERT_TRUE(back);
  EXPECT_EQ(trace_json({*back}), trace_json({one}));
  EXPECT_EQ(back->threads[0].events[0].began, -5);
  bytes.pop_back();
  base::Decoder torn(bytes);
  EXPECT_FALSE(decode_timeline(torn));
}

TEST(Timeline, is_written_in_the_trace_event_format) {
  const RankTimeline rank{1, "node\"7", {{"kernel 0", {{"read", "a\\\n.txt", 5'000'000, 1'500, 1, 0}}, 9}}};
  EXPECT_EQ(trace_json({rank}),
            R"({"traceEvents":[
{"ph":"M","pid":1,"tid":0,"name":"process_name","args":{"name":"rank 1 on node\"7"}},
{"ph":"M","pid":1,"tid":0,"name":"thread_name","args":{"name":"kernel 0"}},
{"ph":"X","pid":1,"tid":0,"ts":0.000,"dur":1.500,"name":"read","args":{"of":"a\\\\x0a.txt","items":1}}
],"displayTimeUnit":"ms","otherData":{"dropped_events":9}}
)");
}

TEST(Timeline, of_nothing_is_a_trace_too) {
  EXPECT_EQ(trace_json({}),
            "{\"traceEvents\":[\n\n],\"displayTimeUnit\":\"ms\",\"otherData\":{\"dropped_events\":0}}\n");
}

}  // namespace
}  // namespace winnow::watch
