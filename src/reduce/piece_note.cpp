#include "reduce/piece_note.hpp"

#include <cassert>

#include "reduce/rejected_record.hpp"

namespace winnow::reduce {

void put_note(const PieceNote& note, base::Encoder& out) {
  base::Buffer payload;
  base::Encoder fields(payload);
  fields.put_text(note.path);
  fields.put_varint(note.begin);
  fields.put_varint(note.lines);
  fields.put(note.accepted);
  put_record({place_key(note.path, note.begin, PlaceKind::note), as_text(payload)}, out);
}

bool is_note(const Record& record) {
  return record.key.back() == static_cast<char>(PlaceKind::note);
}

PieceNote note_of(const Record& record) {
  base::Decoder in(as_bytes(record.payload));
  PieceNote note;
  note.path = in.get_text();
  note.begin = in.get_varint();
  note.lines = in.get_varint();
  note.accepted = in.get<bool>();
  assert(in.ok() && in.at_end());
  return note;
}

}  // namespace winnow::reduce
