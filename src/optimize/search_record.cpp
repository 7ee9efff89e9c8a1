#include "optimize/search_record.hpp"

#include "optimize/task_codec.hpp"
#include "winnow/base/error.hpp"

namespace winnow::optimize {
namespace {

constexpr std::int8_t no_polish = -1;

}  // namespace

void encode(const EvaluatedRecord& record, base::Buffer& bytes) {
  base::Encoder out(bytes);
  out.put(RecordKind::evaluated);
  out.put(record.problem);
  out.put_varint(record.id);
  out.put_varint(record.generation);
  out.put_varint(record.island);
  out.put(record.rank);
  out.put_text(record.node);
  out.put(record.started.count);
  out.put_varint(record.values.size());
  for (const double value : record.values) out.put(value);
  encode(record.evaluation, out);
  out.put(record.polish ? static_cast<std::int8_t>(*record.polish) : no_polish);
}

void encode(const StateRecord& record, base::Buffer& bytes) {
  base::Encoder out(bytes);
  out.put(RecordKind::state);
  out.put(record.problem);
  out.put_bytes(record.state);
}

void encode(const ResumedRecord& /*record*/, base::Buffer& bytes) {
  base::Encoder(bytes).put(RecordKind::resumed);
}

RecordLabel label_of(std::span<const std::byte> bytes) {
  base::Decoder in(bytes);
  RecordLabel label;
  label.kind = in.get<RecordKind>();
  if (label.kind != RecordKind::resumed) label.problem = in.get<std::uint16_t>();
  return label;
}

SearchRecord decode_search_record(std::span<const std::byte> bytes) {
  base::Decoder in(bytes);
  SearchRecord record;
  const auto kind = in.get<RecordKind>();
  if (kind == RecordKind::resumed) {
    record = ResumedRecord{};
  } else if (kind == RecordKind::state) {
    StateRecord state;
    state.problem = in.get<std::uint16_t>();
    state.state = in.get_bytes();
    record = state;
  } else {
    EvaluatedRecord evaluated;
    evaluated.problem = in.get<std::uint16_t>();
    evaluated.id = in.get_varint();
    evaluated.generation = in.get_varint();
    evaluated.island = static_cast<std::uint32_t>(in.get_varint());
    evaluated.rank = in.get<std::int32_t>();
    evaluated.node = in.get_text();
    evaluated.started = {in.get<double>()};
    for (auto count = in.get_varint(); count > 0 && in.ok(); --count) {
      evaluated.values.push_back(in.get<double>());
    }
    evaluated.evaluation = decode_evaluation(in);
    if (const auto method = in.get<std::int8_t>(); method != no_polish) {
      evaluated.polish = static_cast<evolve::PolishMethod>(method);
    }
    record = std::move(evaluated);
  }
  if (!in.ok() || !in.at_end())
    throw base::Failure({"a record of the search's journal is damaged", "", "", {}});
  return record;
}

}  // namespace winnow::optimize
