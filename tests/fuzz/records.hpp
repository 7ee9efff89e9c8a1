#pragma once
// What must hold of csv and tables, whatever they hold.

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "fuzz/reading.hpp"
#include "read/decoder.hpp"

namespace winnow::fuzz {

/// Places to cut a text at, from its beginning to its end: three by choice, or, with a 0 for the first of
/// these and a short text, all.
inline std::vector<std::uint64_t> choose_cuts(Input& input) {
  constexpr std::size_t shortest_to_choose = 64;
  const auto size = input.text().size();
  std::vector<std::uint64_t> cuts{0, read::Piece::whole};
  const auto first = input.choose(256);
  if (first == 0 && size < shortest_to_choose) {
    for (std::uint64_t at = 1; at <= size + 1; ++at) cuts.push_back(at);
  } else {
    for (const auto choice : {first, input.choose(256), input.choose(256)}) {
      cuts.push_back(choice * (size + 2) / 256);
    }
  }
  std::ranges::sort(cuts);
  return cuts;
}

/// A dialect of `format`, by choice. Small fields, so that small texts have long ones.
inline read::Dialect choose_dialect(Input& input, std::string format) {
  constexpr std::uint64_t max_fields[] = {65'536, 1, 5, 20};
  constexpr std::string_view delimiters = ",; \t|:";
  read::Dialect dialect;
  dialect.format = std::move(format);
  dialect.max_field = {max_fields[input.choose(std::size(max_fields))]};
  dialect.delimiter = delimiters[input.choose(delimiters.size())];
  if (input.choose(2) == 1) dialect.names = {"a", "k", "b"};
  dialect.missing = choose_missing(input);
  return dialect;
}

/// That pieces, and blocks, give what the whole gives, and that all of it is accounted for.
template <class FormatReader>
void check_records(const read::Dialect& dialect, const read::Wanted& wanted, Input& input) {
  const auto text = input.text();
  if (read::packing_of(text) != read::Packing::none) return;
  const MemoryFile file(text);
  PieceReader reader(dialect, wanted);
  const auto whole = reader.read_whole(file.path());
  require_accounted(whole, text);

  Given pieces;
  const auto cuts = choose_cuts(input);
  for (std::size_t i = 0; i + 1 < cuts.size(); ++i) {
    reader.read({file.path(), cuts[i], cuts[i + 1]}, pieces);
    require(pieces.failure == whole.failure, "a piece fails as the whole does");
  }
  require_same(pieces, whole);

  check_blocks<FormatReader>(input, file.path(), dialect, wanted, whole);
}

}  // namespace winnow::fuzz
