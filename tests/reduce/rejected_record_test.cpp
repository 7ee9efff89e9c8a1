#include "reduce/rejected_record.hpp"

#include <gtest/gtest.h>

#include "reduce/held_records.hpp"

namespace winnow::reduce {
namespace {

TEST(RejectedRecord, stands_in_the_order_of_path_and_byte) {
  HeldRecords records;
  const auto add = [&records](std::string path, std::uint64_t line, std::uint64_t byte) {
    base::Buffer bytes;
    base::Encoder out(bytes);
    put_rejected({std::move(path), {.line = line, .byte = byte}, "reason", "text"}, out);
    base::Decoder in(bytes);
    records.add(get_record(in));
  };
  add("b", 1, 0);
  add("a/b", 1, 0);
  add("a", 300, 70'000);
  add("a", 2, 255);
  add("a", 3, 256);
  add("a", 0, 0);
  records.sort();
  std::string order;
  for (std::size_t i = 0; i < records.size(); ++i) order += rejected_of(records[i]).place() + ' ';
  EXPECT_EQ(order, "a a:2 a:3 a:300 a/b:1 b:1 ");
}

TEST(RejectedRecord, gives_back_the_whole_rejection) {
  base::Buffer bytes;
  base::Encoder out(bytes);
  put_rejected({"p", {.line = 7, .byte = 99}, "not a number", "1,5"}, out);
  base::Decoder in(bytes);
  const auto rejected = rejected_of(get_record(in));
  EXPECT_EQ(rejected.path, "p");
  EXPECT_EQ(rejected.position.line, 7u);
  EXPECT_EQ(rejected.position.byte, 99u);
  EXPECT_EQ(rejected.reason, "not a number");
  EXPECT_EQ(rejected.text, "1,5");
}

}  // namespace
}  // namespace winnow::reduce
