#include "app/watch/rank_note.hpp"

#include <cassert>

#include "app/job/rank_use.hpp"

namespace winnow::app {
namespace {

void encode(const farm::WorkerRecord& work, base::Encoder& out) {
  out.put(work.rank);
  for (const auto count : {work.tasks, work.failures, work.times.leases}) out.put_varint(count);
  const auto& times = work.times;
  for (const auto sum : {work.busy.count, times.busy_squared, times.busy_by_tasks, times.tasks_squared}) {
    out.put(sum);
  }
}

farm::WorkerRecord decode_work(base::Decoder& in) {
  farm::WorkerRecord work;
  auto& times = work.times;
  work.rank = in.get<farm::Rank>();
  for (auto* count : {&work.tasks, &work.failures, &times.leases}) *count = in.get_varint();
  for (auto* sum : {&work.busy.count, &times.busy_squared, &times.busy_by_tasks, &times.tasks_squared}) {
    *sum = in.get<double>();
  }
  return work;
}

}  // namespace

base::Buffer encode(const RankNote& note) {
  base::Buffer bytes;
  if (!note.alerts && !note.sample && !note.work) return bytes;
  base::Encoder out(bytes);
  out.put(note.alerts.has_value());
  if (note.alerts) out.put_bytes(encode(*note.alerts));
  out.put(note.sample.has_value());
  if (note.sample) encode(*note.sample, out);
  out.put(note.work.has_value());
  if (note.work) encode(*note.work, out);
  return bytes;
}

RankNote decode_rank_note(std::span<const std::byte> bytes) {
  RankNote note;
  base::Decoder in(bytes);
  if (in.get<bool>()) note.alerts = decode_alerts(in.get_bytes());
  if (in.get<bool>()) note.sample = decode_sample(in);
  if (in.get<bool>()) note.work = decode_work(in);
  assert(in.ok());
  return note;
}

}  // namespace winnow::app
