#pragma once
// The format "table".

#include "read/record_reader.hpp"
#include "read/table_grammar.hpp"

namespace winnow::read {

class TableReader final : public RecordReader {
 public:
  explicit TableReader(const Rules& rules)
      : RecordReader(rules, HeaderStyle::first_comment), grammar_(rules.dialect) {}

  [[nodiscard]] bool looks_like(const Start& start) const override;

 private:
  const RecordGrammar& grammar_of(const Start&) override { return grammar_; }
  [[nodiscard]] std::optional<char> plain_delimiter() const override { return std::nullopt; }

  TableGrammar grammar_;
};

}  // namespace winnow::read
