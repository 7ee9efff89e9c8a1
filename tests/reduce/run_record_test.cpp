#include "reduce/run_record.hpp"

#include <gtest/gtest.h>

#include <array>

#include "reduce/record.hpp"
#include "reduce/text_bytes.hpp"

namespace winnow::reduce {
namespace {

TEST(RunRecord, stands_under_its_path_with_layout_files_fields_and_values) {
  const std::string_view fields =
      "Prophet\0"
      "7";
  const std::array values{1.5, -2.0};
  base::Buffer bytes;
  base::Encoder out(bytes);
  put_run({"a.txt", 3, 42, fields, values}, out);
  base::Decoder in(bytes);
  const auto record = get_record(in);
  EXPECT_TRUE(in.at_end());
  EXPECT_EQ(record.key, "a.txt");
  base::Decoder payload(as_bytes(record.payload));
  EXPECT_EQ(payload.get<std::uint64_t>(), 42u);
  EXPECT_EQ(payload.get_varint(), 3u);
  EXPECT_EQ(payload.get_text(), fields);
  EXPECT_EQ(payload.get<double>(), 1.5);
  EXPECT_EQ(payload.get<double>(), -2.0);
  EXPECT_TRUE(payload.at_end());
}

}  // namespace
}  // namespace winnow::reduce
