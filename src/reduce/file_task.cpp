#include "reduce/file_task.hpp"

#include <cassert>

#include "reduce/text_bytes.hpp"
#include "winnow/base/codec.hpp"

namespace winnow::reduce {

std::string payload_of(const read::Piece& piece) {
  if (is_whole(piece)) return piece.path;
  base::Buffer ends;
  base::Encoder out(ends);
  out.put_varint(piece.begin);
  out.put_varint(piece.end);
  return piece.path + '\0' + std::string(as_text(ends));
}

void read_payload(std::string_view payload, read::Piece& piece) {
  const auto path = payload.substr(0, payload.find('\0'));
  piece.path = path;
  piece.begin = 0;
  piece.end = read::Piece::whole;
  if (path.size() == payload.size()) return;
  base::Decoder in(as_bytes(payload.substr(path.size() + 1)));
  piece.begin = in.get_varint();
  piece.end = in.get_varint();
  assert(in.ok() && in.at_end());
}

}  // namespace winnow::reduce
