#pragma once
// The grammar of "table", as winnow/read/reader.hpp describes it.

#include "read/record.hpp"
#include "winnow/read/dialect.hpp"

namespace winnow::read {

class TableGrammar final : public RecordGrammar {
 public:
  explicit TableGrammar(const Dialect& dialect) : RecordGrammar(dialect.longest_record()) {}

  [[nodiscard]] Record scan(std::string_view text, bool at_end,
                            std::vector<FieldText>& fields) const override;
  [[nodiscard]] std::size_t lookahead() const override { return longest_record() + 2; }
  [[nodiscard]] bool has_only_lines(std::string_view) const override { return true; }
};

}  // namespace winnow::read
