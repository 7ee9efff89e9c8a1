// Any text as a csv. Choices: the longest field, delimiter, names, missing words; key, numbers; cuts, block.

#include "fuzz/records.hpp"
#include "read/csv_reader.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  winnow::fuzz::Input input(data, size);
  const auto dialect = winnow::fuzz::choose_dialect(input, "csv");
  const auto wanted = winnow::fuzz::choose_wanted(input);
  winnow::fuzz::check_records<winnow::read::CsvReader>(dialect, wanted, input);
  return 0;
}
