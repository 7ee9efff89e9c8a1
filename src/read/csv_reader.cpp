#include "read/csv_reader.hpp"

#include "read/format_look.hpp"

namespace winnow::read {

bool CsvReader::looks_like(const Start& start) const {
  return fitting_delimiter(start, rules().dialect).has_value() && !is_rather_table(start, rules());
}

const RecordGrammar& CsvReader::grammar_of(const Start& start) {
  const auto delimiter = fitting_delimiter(start, rules().dialect);
  return grammar_.emplace(delimiter.value_or(given_delimiter(rules().dialect).value_or(',')),
                          rules().dialect);
}

}  // namespace winnow::read
