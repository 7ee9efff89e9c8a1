// Any bytes as a compressed stream. Choices: the decoder, where the bytes do not say it; the sizes of what it
// is given and of the room it has.

#include <malloc.h>

#include <algorithm>
#include <string>

#include "fuzz/fuzzing.hpp"
#include "read/unpacked_file.hpp"
#include "winnow/base/units.hpp"

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define WINNOW_HAS_SANITIZER_HEAP
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define WINNOW_HAS_SANITIZER_HEAP
#endif
#ifdef WINNOW_HAS_SANITIZER_HEAP
extern "C" std::size_t __sanitizer_get_current_allocated_bytes();  // GCC ships no header for it
#endif

namespace winnow::fuzz {
namespace {

using read::Packing;

/// A stream of few bytes may unfold to many: no more than this is looked at.
constexpr std::size_t most_text = std::size_t{1} << 20;

std::size_t heap_in_use() {
#ifdef WINNOW_HAS_SANITIZER_HEAP
  return __sanitizer_get_current_allocated_bytes();
#else
  const auto heap = ::mallinfo2();
  return heap.uordblks + heap.hblkhd;
#endif
}

/// A decoder's own account of itself (read/decoder.hpp): the stream's window, and what it takes to decode.
base::Bytes most_memory(Packing packing) {
  return packing == Packing::gzip ? base::kibibytes(64) : base::mebibytes(8) + base::mebibytes(1);
}

/// What a stream unfolds to, up to where it is damaged or most_text is reached.
struct Unfolded {
  std::string text;
  std::string failure;

  [[nodiscard]] bool is_cut() const { return text.size() >= most_text; }
};

/// Decodes with `feed` bytes of input and `room` bytes of text at most a time.
Unfolded decode(Packing packing, std::string_view stream, std::size_t feed, std::size_t room) {
  Unfolded unfolded;
  unfolded.text.reserve(most_text + room);
  std::string buffer(room, '\0');
  const auto heap_before = heap_in_use();
  const auto decoder = read::make_decoder(packing);
  while (!unfolded.is_cut()) {
    const auto input = stream.substr(0, feed);
    if (input.empty() && decoder->is_complete()) break;
    const auto step = decoder->decode(input, buffer.data(), room);
    if (!step) {
      unfolded.failure = step.error().problem;
      break;
    }
    require(step->used <= input.size() && step->made <= room, "a step stays within what it is given");
    require(heap_in_use() <= heap_before + most_memory(packing).count, "a decoder's memory is bounded");
    stream.remove_prefix(step->used);
    unfolded.text.append(buffer, 0, step->made);
    if (input.empty() && step->made == 0 && !decoder->is_complete()) {
      unfolded.failure = "truncated " + std::string(decoder->name()) + " data";
      break;
    }
  }
  return unfolded;
}

/// Reads as the readers do.
Unfolded unpack(std::string_view stream, std::size_t room) {
  const MemoryFile memory(stream);
  read::UnpackedFile file;
  Unfolded unfolded;
  require(file.open(memory.path()).has_value(), "a file in memory can be opened");
  std::string buffer(room, '\0');
  for (bool goes_on = true; goes_on && !unfolded.is_cut();) {
    const auto chunk = file.read(buffer.data(), room, unfolded.text.size());
    if (!chunk) unfolded.failure = chunk.error().problem;
    goes_on = chunk && !chunk->is_last;
    if (chunk) unfolded.text.append(buffer, 0, chunk->size);
  }
  return unfolded;
}

void require_same(Unfolded a, Unfolded b) {
  if (a.is_cut() || b.is_cut()) {
    a.text.resize(std::min(a.text.size(), most_text));
    b.text.resize(std::min(b.text.size(), most_text));
  } else {
    require(a.failure == b.failure, "a stream fails alike, however it is cut");
  }
  require(a.text == b.text, "a stream unfolds alike, however it is cut");
}

void check_packed(Input& input) {
  const auto stream = input.text();
  const auto told = read::packing_of(stream);
  const auto chosen = input.choose(2) == 0 ? Packing::gzip : Packing::zstd;
  const auto packing = told != Packing::none ? told : chosen;
  const auto feed = 1 + input.choose(256);
  const auto room = 1 + input.choose(256);
  const auto at_once = decode(packing, stream, stream.size() + 1, most_text);
  require_same(decode(packing, stream, feed, 16 * room), at_once);
  if (told == Packing::none) return;
  require_same(unpack(stream, std::size_t{64} << 10), at_once);
  constexpr std::size_t a_page = 4096;  // in the first read the file's beginning must be seen
  require_same(unpack(stream, a_page + room), at_once);
}

}  // namespace
}  // namespace winnow::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  winnow::fuzz::Input input(data, size);
  winnow::fuzz::check_packed(input);
  return 0;
}
