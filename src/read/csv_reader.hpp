#pragma once
// The format "csv".

#include <optional>

#include "read/csv_grammar.hpp"
#include "read/record_reader.hpp"

namespace winnow::read {

class CsvReader final : public RecordReader {
 public:
  explicit CsvReader(const Rules& rules) : RecordReader(rules, HeaderStyle::first_record) {}

  [[nodiscard]] bool looks_like(const Start& start) const override;

 private:
  const RecordGrammar& grammar_of(const Start& start) override;
  [[nodiscard]] std::optional<char> plain_delimiter() const override { return grammar_->delimiter(); }

  std::optional<CsvGrammar> grammar_;  ///< of the file in hand
};

}  // namespace winnow::read
