#include "program/plugin_message.hpp"

#include <gtest/gtest.h>

namespace winnow::program {
namespace {

TEST(PluginMessage, orders_greetings_and_answers_arrive_as_they_were) {
  const auto order = decode_order(encode(PluginOrder{"/lib.so", "a = 1"}));
  ASSERT_TRUE(order);
  EXPECT_EQ(order->library, "/lib.so");
  EXPECT_EQ(order->options, "a = 1");

  const auto greeting =
      decode_greeting(encode(base::Result<PluginGreeting>(PluginGreeting{"name", "1", 3, 7})));
  ASSERT_TRUE(greeting && *greeting);
  EXPECT_EQ((*greeting)->name, "name");
  EXPECT_EQ((*greeting)->outputs, 3U);
  EXPECT_EQ((*greeting)->process, 7);

  const auto refusal =
      decode_greeting(encode(base::Result<PluginGreeting>(base::fail("problem", "why", "advice"))));
  ASSERT_TRUE(refusal && !*refusal);
  EXPECT_EQ(refusal->error().text(), "problem (why): advice");

  PluginAnswer answer;
  answer.outputs = {0.1, -0.0};
  answer.peak_resident = base::mebibytes(3);
  const auto heard = decode_answer(encode(answer));
  ASSERT_TRUE(heard);
  EXPECT_EQ(heard->outputs, answer.outputs);
  EXPECT_EQ(heard->peak_resident, answer.peak_resident);
  answer.failure = EvaluationFailure{FailureKind::not_a_number, "output 1 is nan"};
  EXPECT_EQ(decode_answer(encode(answer))->failure->reason, "output 1 is nan");
}

TEST(PluginMessage, anything_else_is_no_message) {
  auto bytes = encode(PluginAnswer{{1, 2}, {}, {}});
  bytes.pop_back();
  EXPECT_FALSE(decode_answer(bytes));
  EXPECT_FALSE(decode_order({}));
  EXPECT_FALSE(decode_greeting({}));
}

}  // namespace
}  // namespace winnow::program
