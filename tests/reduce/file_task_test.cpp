#include "reduce/file_task.hpp"

#include <gtest/gtest.h>

namespace winnow::reduce {
namespace {

TEST(FileTask, of_a_whole_file_is_its_path) {
  EXPECT_EQ(payload_of({"one-city/a.txt"}), "one-city/a.txt");
}

TEST(FileTask, gives_back_the_piece_whatever_was_read_before) {
  read::Piece piece;
  read_payload(payload_of({"a.csv", 0, 1'000'000'007}), piece);
  EXPECT_EQ(piece.path, "a.csv");
  EXPECT_EQ(piece.begin, 0u);
  EXPECT_EQ(piece.end, 1'000'000'007u);
  EXPECT_FALSE(is_whole(piece));
  read_payload(payload_of({"b.csv", std::uint64_t{1} << 40, (std::uint64_t{1} << 40) + 5}), piece);
  EXPECT_EQ(piece.path, "b.csv");
  EXPECT_EQ(piece.begin, std::uint64_t{1} << 40);
  EXPECT_EQ(piece.end - piece.begin, 5u);
  read_payload("c.csv", piece);
  EXPECT_EQ(piece.path, "c.csv");
  EXPECT_EQ(piece.begin, 0u);
  EXPECT_TRUE(is_whole(piece));
}

}  // namespace
}  // namespace winnow::reduce
