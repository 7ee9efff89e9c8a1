#pragma once
// The grammar of "csv", as winnow/read/reader.hpp describes it.

#include "read/record.hpp"
#include "winnow/read/dialect.hpp"

namespace winnow::read {

class CsvGrammar final : public RecordGrammar {
 public:
  CsvGrammar(char delimiter, const Dialect& dialect)
      : RecordGrammar(dialect.longest_record()), delimiter_(delimiter), max_field_(dialect.max_field.count) {}

  [[nodiscard]] char delimiter() const { return delimiter_; }

  [[nodiscard]] Record scan(std::string_view text, bool at_end,
                            std::vector<FieldText>& fields) const override;
  [[nodiscard]] std::size_t lookahead() const override;
  [[nodiscard]] bool has_only_lines(std::string_view text) const override;

 private:
  /// What follows a field, and where.
  struct FieldEnd {
    enum class Kind : std::uint8_t { delimiter, record, cut, broken };
    Kind kind;
    std::size_t at = 0;  ///< delimiter: its place; record: behind its newline
    const char* reason = nullptr;
  };

  FieldEnd scan_plain(std::string_view text, std::size_t at, bool at_end, FieldText& field) const;
  FieldEnd scan_quoted(std::string_view text, std::size_t at, bool at_end, FieldText& field) const;
  [[nodiscard]] FieldEnd behind_quote(std::string_view text, std::size_t at, bool at_end) const;

  char delimiter_;
  std::size_t max_field_;
};

}  // namespace winnow::read
