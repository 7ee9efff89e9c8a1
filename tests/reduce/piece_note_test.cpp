#include "reduce/piece_note.hpp"

#include <gtest/gtest.h>

#include "reduce/rejected_record.hpp"

namespace winnow::reduce {
namespace {

TEST(PieceNote, comes_back_as_it_was_and_is_told_from_a_rejection) {
  base::Buffer bytes;
  base::Encoder out(bytes);
  put_note({"a.csv", 4096, 77, true}, out);
  put_rejected({"a.csv", {3, 4100}, "not a number", "x"}, out);
  base::Decoder in(bytes);
  const auto first = get_record(in);
  ASSERT_TRUE(is_note(first));
  const auto note = note_of(first);
  EXPECT_EQ(note.path, "a.csv");
  EXPECT_EQ(note.begin, 4096u);
  EXPECT_EQ(note.lines, 77u);
  EXPECT_TRUE(note.accepted);
  EXPECT_FALSE(is_note(get_record(in)));
}

TEST(PieceNote, stands_before_the_rejections_of_its_piece_and_behind_those_of_the_one_before) {
  const auto before = place_key("a.csv", 4095, PlaceKind::rejection);
  const auto note = place_key("a.csv", 4096, PlaceKind::note);
  const auto after = place_key("a.csv", 4096, PlaceKind::rejection);
  EXPECT_LT(before, note);
  EXPECT_LT(note, after);
  EXPECT_EQ(file_part(note), file_part(before));
  EXPECT_NE(file_part(note), file_part(place_key("a.csv2", 0, PlaceKind::note)));
}

}  // namespace
}  // namespace winnow::reduce
