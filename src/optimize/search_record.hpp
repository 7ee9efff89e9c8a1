#pragma once
// What stands in a search's journal.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "winnow/base/codec.hpp"
#include "winnow/evolve/polish.hpp"
#include "winnow/optimize/evaluation.hpp"

namespace winnow::optimize {

/// An evaluation and what it was of. Records stand in the order in which the search was told.
struct EvaluatedRecord {
  std::uint16_t problem = 0;
  std::uint64_t id = 0;
  std::uint64_t generation = 0;
  std::uint32_t island = 0;
  std::int32_t rank = 0;
  std::string node;  ///< that the rank was on
  base::Seconds started;
  std::vector<double> values;
  Evaluation evaluation;
  std::optional<evolve::PolishMethod> polish{};  ///< that asked for it; none: the optimizer did
};

/// The whole search, all records before it included.
struct StateRecord {
  std::uint16_t problem = 0;
  std::span<const std::byte> state;
};

/// A run has taken up all that stands before it, perhaps with another budget, and goes on.
struct ResumedRecord {};

using SearchRecord = std::variant<EvaluatedRecord, StateRecord, ResumedRecord>;

enum class RecordKind : std::uint8_t { evaluated, state, resumed };

/// What a record is, which is told without reading it.
struct RecordLabel {
  RecordKind kind = RecordKind::evaluated;
  std::uint16_t problem = 0;  ///< of a mark: 0
};

void encode(const EvaluatedRecord& record, base::Buffer& out);
void encode(const StateRecord& record, base::Buffer& out);
void encode(const ResumedRecord& record, base::Buffer& out);

[[nodiscard]] RecordLabel label_of(std::span<const std::byte> record);

/// Views into `record`. Throws base::Failure on what encode() has not written.
[[nodiscard]] SearchRecord decode_search_record(std::span<const std::byte> record);

}  // namespace winnow::optimize
