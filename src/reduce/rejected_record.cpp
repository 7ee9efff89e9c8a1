#include "reduce/rejected_record.hpp"

#include <cassert>

#include "reduce/field_key.hpp"

namespace winnow::reduce {

void encode_rejected(const Rejected& rejected, base::Encoder& out) {
  out.put_text(rejected.path);
  out.put_varint(rejected.position.line);
  out.put_varint(rejected.position.byte);
  out.put_text(rejected.reason);
  out.put_text(rejected.text);
}

Rejected decode_rejected(base::Decoder& in) {
  Rejected rejected;
  rejected.path = in.get_text();
  rejected.position.line = in.get_varint();
  rejected.position.byte = in.get_varint();
  rejected.reason = in.get_text();
  rejected.text = in.get_text();
  return rejected;
}

std::string place_key(std::string_view path, std::uint64_t byte, PlaceKind kind) {
  std::string key(path);
  key += '\0';
  append_to_key(static_cast<std::int64_t>(byte), key);
  key += static_cast<char>(kind);
  return key;
}

std::string_view file_part(std::string_view key) {
  return key.substr(0, key.find('\0') + 1);
}

void put_rejected(const Rejected& rejected, base::Encoder& out) {
  const auto key = place_key(rejected.path, rejected.position.byte, PlaceKind::rejection);
  base::Buffer payload;
  base::Encoder whole(payload);
  encode_rejected(rejected, whole);
  put_record({key, as_text(payload)}, out);
}

Rejected rejected_of(const Record& record) {
  base::Decoder in(as_bytes(record.payload));
  auto rejected = decode_rejected(in);
  assert(in.ok() && in.at_end());
  return rejected;
}

}  // namespace winnow::reduce
