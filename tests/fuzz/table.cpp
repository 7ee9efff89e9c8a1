// Any text as a table. Choices: the longest field, delimiter (unused), names, missing words; key, numbers;
// cuts, block.

#include "fuzz/records.hpp"
#include "read/table_reader.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  winnow::fuzz::Input input(data, size);
  const auto dialect = winnow::fuzz::choose_dialect(input, "table");
  const auto wanted = winnow::fuzz::choose_wanted(input);
  winnow::fuzz::check_records<winnow::read::TableReader>(dialect, wanted, input);
  return 0;
}
