// Any dialect, and any text in a format that is to be found out. Choices: the longest field, the delimiter
// and the format (some of them none), names, missing words.

#include "fuzz/reading.hpp"

namespace winnow::fuzz {
namespace {

read::Dialect choose_any_dialect(Input& input) {
  const std::vector<std::string> formats{"auto", "key-value", "csv", "table", "cvs", ""};
  const std::vector<std::vector<std::string>> lists{{},        {"a"},     {"a", "b"}, {"a", "b", "c"},
                                                    {"a", ""}, {"a", "a"}};
  read::Dialect dialect;
  dialect.format = formats[input.choose(formats.size())];
  if (const auto delimiter = input.choose(256); delimiter > 0) {
    dialect.delimiter = std::string(1 + input.choose(2), static_cast<char>(delimiter));
  }
  dialect.names = lists[input.choose(lists.size())];
  if (const auto max_field = input.choose(256); max_field > 0) dialect.max_field = {max_field - 1};
  dialect.missing = choose_missing(input);
  return dialect;
}

std::string_view without_packing(std::string_view format) {
  return format.substr(0, format.find('.'));
}

void check_look(Input& input) {
  auto dialect = choose_any_dialect(input);
  read::ColumnNames names;
  const bool is_sound = read::check(dialect).has_value();
  require(read::make_reader(dialect, names).has_value() == is_sound, "a sound dialect alone makes a reader");
  if (!is_sound) return;
  const MemoryFile file(input.text());
  PieceReader looking(dialect, {});
  const auto by_look = looking.read_whole(file.path());
  const auto format = looking.format();
  const bool is_open = !format.empty();
  require(is_open || !by_look.failure.empty(), "a file is of a format, or it says why not");
  const bool is_split = read::can_split(file.path(), dialect);
  require(!is_split || format == "csv" || format == "table", "files of records alone are split");
  if (!is_open) return;
  dialect.format = without_packing(format);
  PieceReader told(dialect, {});
  require_same(told.read_whole(file.path()), by_look);
  require(told.format() == format, "a format told is as good as one found");
}

}  // namespace
}  // namespace winnow::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  winnow::fuzz::Input input(data, size);
  winnow::fuzz::check_look(input);
  return 0;
}
