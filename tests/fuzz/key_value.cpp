// Any text as key-value lines. Choices: missing words; key, numbers; where the text is cut into a file that
// is read before; block.

#include "fuzz/reading.hpp"
#include "read/decoder.hpp"
#include "read/key_value_reader.hpp"

namespace winnow::fuzz {
namespace {

void check_key_value(Input& input) {
  const auto text = input.text();
  if (read::packing_of(text) != read::Packing::none) return;
  const read::Dialect dialect{.format = "key-value", .missing = choose_missing(input)};
  const auto wanted = choose_wanted(input);
  const MemoryFile file(text);
  PieceReader reader(dialect, wanted);
  const auto whole = reader.read_whole(file.path());
  require_accounted(whole, text);

  // What a reader learnt of the files before changes nothing.
  require_same(reader.read_whole(file.path()), whole);
  const MemoryFile other(text.substr(text.size() * input.choose(256) / 256));
  reader.read_whole(other.path());
  require_same(reader.read_whole(file.path()), whole);

  Given piece;
  reader.read({file.path(), 0, text.size() / 2}, piece);
  require_same(piece, whole);
  if (whole.failure.empty()) {
    reader.read({file.path(), 1, read::Piece::whole}, piece);
    require(piece.failure == "cannot be split", "a file of one row has no pieces");
  }

  check_blocks<read::KeyValueReader>(input, file.path(), dialect, wanted, whole);
}

}  // namespace
}  // namespace winnow::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  winnow::fuzz::Input input(data, size);
  winnow::fuzz::check_key_value(input);
  return 0;
}
