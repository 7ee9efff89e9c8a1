#include "app/journal/journal_record.hpp"

#include <cassert>
#include <utility>

#include "winnow/base/error.hpp"
#include "winnow/farm/message.hpp"

namespace winnow::app {
namespace {

enum class Kind : std::uint8_t { opening, folded, quarantined };

FoldedTasks decode_folded(base::Decoder& in, std::size_t most) {
  FoldedTasks folded;
  const auto count = in.get_varint();
  if (count <= most / sizeof(TaskIdentity)) folded.tasks.resize(count);
  for (auto& task : folded.tasks) {
    task.name = in.get<std::uint64_t>();
    task.state = in.get<std::uint64_t>();
  }
  folded.partial = in.get_bytes();
  return folded;
}

}  // namespace

void encode(const JournalOpening& opening, base::Buffer& out) {
  base::Encoder encoder(out);
  encoder.put(Kind::opening);
  encoder.put_text(opening.version);
  encoder.put_text(opening.study);
  encoder.put_text(opening.objectives);
}

void encode_folded(std::span<const farm::Task> tasks, std::span<const std::uint64_t> revisions,
                   std::span<const std::byte> partial, base::Buffer& out) {
  assert(revisions.size() == tasks.size());
  base::Encoder encoder(out);
  encoder.put(Kind::folded);
  encoder.put_varint(tasks.size());
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    const auto identity = identity_of(tasks[i].payload, revisions[i]);
    encoder.put(identity.name);
    encoder.put(identity.state);
  }
  encoder.put_varint(partial.size());
}

void encode(const QuarantinedTask& quarantined, base::Buffer& out) {
  base::Encoder encoder(out);
  encoder.put(Kind::quarantined);
  farm::encode(quarantined.task, encoder);
  encoder.put(quarantined.failure.kind);
  encoder.put_text(quarantined.failure.reason);
}

JournalRecord decode_record(std::span<const std::byte> bytes) {
  base::Decoder in(bytes);
  JournalRecord record;
  const auto kind = in.get<Kind>();
  if (kind == Kind::opening) {
    const auto version = in.get_text();
    JournalOpening opening{std::string(version), std::string(in.get_text())};
    if (!in.at_end()) opening.objectives = in.get_text();
    record = std::move(opening);
  } else if (kind == Kind::folded) {
    record = decode_folded(in, bytes.size());
  } else if (kind == Kind::quarantined) {
    auto task = farm::decode_task(in);
    const auto failure = in.get<farm::FailureKind>();
    record = QuarantinedTask{std::move(task), {failure, std::string(in.get_text())}};
  }
  if (kind > Kind::quarantined || !in.ok() || (!in.at_end() && kind != Kind::opening)) {
    throw base::Failure(base::fail("a record of a checkpoint is none of this version's",
                                   "it is whole, so it was not written by this program",
                                   "leave out --resume to start over")
                            .value());
  }
  return record;
}

std::vector<TaskIdentity> tasks_of(const JournalRecord& record) {
  if (const auto* folded = std::get_if<FoldedTasks>(&record)) return folded->tasks;
  if (const auto* quarantined = std::get_if<QuarantinedTask>(&record))
    return {identity_of(quarantined->task)};
  return {};
}

}  // namespace winnow::app
