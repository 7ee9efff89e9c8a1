#include "app/watch/rank_note.hpp"

#include <cassert>

#include "app/job/rank_use.hpp"

namespace winnow::app {

base::Buffer encode(const RankNote& note) {
  base::Buffer bytes;
  if (!note.alerts && !note.sample) return bytes;
  base::Encoder out(bytes);
  out.put(note.alerts.has_value());
  if (note.alerts) out.put_bytes(encode(*note.alerts));
  out.put(note.sample.has_value());
  if (note.sample) encode(*note.sample, out);
  return bytes;
}

RankNote decode_rank_note(std::span<const std::byte> bytes) {
  RankNote note;
  base::Decoder in(bytes);
  if (in.get<bool>()) note.alerts = decode_alerts(in.get_bytes());
  if (in.get<bool>()) note.sample = decode_sample(in);
  assert(in.ok());
  return note;
}

}  // namespace winnow::app
