#include "program/outputs.hpp"

#include <gmock/gmock.h>

#include "support/temporary_folder.hpp"

namespace winnow::program {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using Form = OutputSpec::Form;

OutputSpec wants(Form form, std::vector<std::string> names = {}, std::string file = {}) {
  OutputSpec spec;
  spec.form = form;
  spec.names = std::move(names);
  spec.file = std::move(file);
  return spec;
}

OutputsOrFailure printed(const OutputSpec& spec, std::string text) {
  return read_outputs(spec, {std::move(text), 0}, "/");
}

std::string failure(const OutputsOrFailure& outputs) {
  return outputs ? "none" : std::string(name_of(outputs.error().kind)) + ": " + outputs.error().reason;
}

TEST(NumberOutputs, are_on_the_last_line_that_is_not_blank) {
  const auto outputs = printed(wants(Form::numbers), "step 1\n 12.5 \r\n\n  \n");
  ASSERT_TRUE(outputs) << failure(outputs);
  EXPECT_THAT(outputs->values, ElementsAre(12.5));
}

TEST(NumberOutputs, stand_in_the_order_of_their_names_and_more_are_figures) {
  const auto outputs = printed(wants(Form::numbers, {"cost", "load"}), "1e3, -2\t+7");
  ASSERT_TRUE(outputs) << failure(outputs);
  EXPECT_THAT(outputs->values, ElementsAre(1000, -2));
  EXPECT_THAT(outputs->figures, ElementsAre(Figure{"output3", 7}));
}

TEST(NumberOutputs, say_what_is_wrong) {
  const auto one = wants(Form::numbers);
  EXPECT_EQ(failure(printed(one, " \n")), "no_output: standard output is empty");
  EXPECT_EQ(failure(printed(one, "1\ndone in 3 s\n")),
            "unparsable: the last line of standard output is not numbers: done in 3 s");
  EXPECT_EQ(failure(printed(one, "nan")), "not_a_number: the value is nan");
  EXPECT_EQ(failure(printed(one, "-inf")), "not_a_number: the value is -inf");
  EXPECT_EQ(failure(printed(one, "\xff\x01")),
            "unparsable: the last line of standard output is not numbers: \\xff\\x01");
  EXPECT_EQ(
      failure(printed(one, "3,5")),
      "unparsable: the last line of standard output may have a decimal comma, where a point is wanted: 3,5");
  EXPECT_TRUE(printed(wants(Form::numbers, {"cost", "load"}), "3,5"));
  EXPECT_EQ(failure(printed(wants(Form::numbers, {"cost", "load"}), "3")),
            "unparsable: the last line of standard output has 1 of 2 numbers: 3");
}

TEST(NumberOutputs, are_not_read_from_a_last_line_whose_beginning_was_dropped) {
  const auto one = wants(Form::numbers);
  for (const std::string text : {"34 7.5\n", " 7.5 \n\n", "\t \n"}) {
    EXPECT_THAT(failure(read_outputs(one, {text, 1000}, "/")),
                testing::StartsWith("unparsable: the last line of standard output is longer than the last "));
  }
  const auto whole = read_outputs(one, {"34\n7.5\n", 1000}, "/");
  ASSERT_TRUE(whole) << failure(whole);
  EXPECT_THAT(whole->values, ElementsAre(7.5));
}

TEST(JsonOutputs, are_fields_nested_by_dots) {
  const auto outputs =
      printed(wants(Form::json, {"delay.mean", "runs.1", "a.b.c"}),
              R"({"delay": {"mean": 2, "max": 9}, "runs": [1, 4], "a.b": {"c": 5}, "who": "me"})");
  ASSERT_TRUE(outputs) << failure(outputs);
  EXPECT_THAT(outputs->values, ElementsAre(2, 4, 5));
  EXPECT_THAT(outputs->figures, ElementsAre(Figure{"delay.max", 9}, Figure{"runs.0", 1}));
}

TEST(JsonOutputs, may_stand_on_the_last_line) {
  const auto outputs = printed(wants(Form::json, {"y"}), "loading\n{\"y\": 1.5}\n");
  ASSERT_TRUE(outputs) << failure(outputs);
  EXPECT_THAT(outputs->values, ElementsAre(1.5));
}

TEST(JsonOutputs, say_what_is_wrong) {
  const auto y = wants(Form::json, {"y"});
  EXPECT_EQ(failure(printed(y, "{\"y\": NaN, \"s\": \"a NaN \\\" NaN\"}")), "not_a_number: y is nan");
  EXPECT_EQ(failure(printed(y, "{\"y\": null}")), "not_a_number: y is nan");
  EXPECT_EQ(failure(printed(y, "{\"x\": 1}")), "unparsable: standard output has no field y");
  EXPECT_EQ(failure(printed(y, "{\"y\": \"1\"}")), "unparsable: y in standard output is no number: \"1\"");
  EXPECT_EQ(failure(printed(y, "{\"y\": 1")), "unparsable: standard output is no JSON object: {\"y\": 1");
  EXPECT_EQ(failure(printed(y, "\n")), "no_output: standard output is empty");
}

class FileOutputsTest : public testing::Test {
 protected:
  OutputsOrFailure read(const OutputSpec& spec) { return read_outputs(spec, {}, folder_.path()); }

  test::TemporaryFolder folder_;
};

TEST_F(FileOutputsTest, a_key_value_report_gives_its_keys) {
  folder_.write("out/city_MessageStatsReport.txt",
                "Message stats for scenario city\nsim_time: 43200.1\ncreated: 100\ndelivery_prob: "
                "0.25\nrtt_avg: NaN\n");
  const auto outputs = read(wants(Form::report, {"delivery_prob"}, "out/*_MessageStatsReport.txt"));
  ASSERT_TRUE(outputs) << failure(outputs);
  EXPECT_THAT(outputs->values, ElementsAre(0.25));
  EXPECT_THAT(outputs->figures, testing::Contains(Figure{"created", 100}));
  EXPECT_EQ(failure(read(wants(Form::report, {"rtt_avg"}, "out/*"))), "not_a_number: rtt_avg is nan");
  EXPECT_EQ(failure(read(wants(Form::report, {"hops"}, "out/*"))),
            "unparsable: city_MessageStatsReport.txt has no hops");
}

TEST_F(FileOutputsTest, a_table_gives_its_last_row) {
  folder_.write("trace.csv", "step,error\n1,0.5\n2,0.125\n");
  const auto outputs = read(wants(Form::report, {"error"}, "trace.csv"));
  ASSERT_TRUE(outputs) << failure(outputs);
  EXPECT_THAT(outputs->values, ElementsAre(0.125));
  EXPECT_THAT(outputs->figures, ElementsAre(Figure{"step", 2}));
}

TEST_F(FileOutputsTest, a_rejected_last_row_is_not_replaced_by_the_one_before) {
  folder_.write("trace.csv", "step,error\n1,0.5\n2,0.125\n3,oops\n");
  EXPECT_EQ(failure(read(wants(Form::report, {"error"}, "trace.csv"))),
            "unparsable: trace.csv:4: not a number: error: oops");
  folder_.write("report.txt", "Message stats\ncreated: 1\ndelivery_prob: much\n");
  EXPECT_EQ(failure(read(wants(Form::report, {"delivery_prob"}, "report.txt"))),
            "unparsable: report.txt:3: not a number: delivery_prob: much");
}

TEST_F(FileOutputsTest, of_a_key_that_is_repeated_the_first_counts) {
  folder_.write("report.txt", "Message stats\ncreated: 1\ndelivery_prob: 0.5\ndelivery_prob: 0.75\n");
  const auto outputs = read(wants(Form::report, {"delivery_prob"}, "report.txt"));
  ASSERT_TRUE(outputs) << failure(outputs);
  EXPECT_THAT(outputs->values, ElementsAre(0.5));
}

TEST_F(FileOutputsTest, exactly_one_file_is_read) {
  EXPECT_EQ(failure(read(wants(Form::json, {"y"}, "y.json"))), "no_output: it has written no file y.json");
  EXPECT_EQ(failure(read(wants(Form::report, {"y"}, "*.txt"))), "no_output: it has written no file *.txt");
  folder_.write("a.txt", "y: 1\n");
  folder_.write("b.txt", "y: 2\n");
  EXPECT_THAT(failure(read(wants(Form::report, {"y"}, "*.txt"))),
              testing::HasSubstr("several files match *.txt"));
  folder_.write("empty.txt", "");
  EXPECT_EQ(failure(read(wants(Form::report, {"y"}, "empty.txt"))),
            "no_output: empty.txt is not readable: empty");
}

TEST_F(FileOutputsTest, json_and_numbers_may_be_in_files) {
  folder_.write("y.json", R"({"y": 3})");
  folder_.write("y.txt", "4\n");
  EXPECT_THAT(read(wants(Form::json, {"y"}, "y.json"))->values, ElementsAre(3));
  EXPECT_THAT(read(wants(Form::numbers, {}, "y.txt"))->values, ElementsAre(4));
}

TEST(Outputs, are_bounded_in_their_figures) {
  std::string line = "1";
  for (int i = 0; i < 1000; ++i) line += " 2";
  EXPECT_EQ(printed(wants(Form::numbers), line)->figures.size(), most_figures);
}

}  // namespace
}  // namespace winnow::program
