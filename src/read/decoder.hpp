#pragma once
// Compressed texts.

#include <cstddef>
#include <memory>
#include <string_view>

#include "winnow/base/error.hpp"

namespace winnow::read {

/// Unfolds a stream piece by piece. Members or frames that follow each other are one text.
class Decoder {
 public:
  struct Step {
    std::size_t used = 0;  ///< bytes of the input
    std::size_t made = 0;  ///< bytes of the text
  };

  virtual ~Decoder() = default;

  /// Forgets the stream before.
  virtual void reset() = 0;

  /// Takes some of `input` and makes some of the text, at most `room` bytes; there is more to make if both
  /// are nothing only when it needs more input. Fails with a phrase fit for a Rejection if the stream is
  /// damaged.
  virtual base::Result<Step> decode(std::string_view input, char* to, std::size_t room) = 0;

  /// True if the stream may end here.
  [[nodiscard]] virtual bool is_complete() const = 0;

  /// "gzip"
  [[nodiscard]] virtual std::string_view name() const = 0;
};

/// The kinds of compression that are known.
enum class Packing { none, gzip, zstd };

/// By the first bytes of a file.
[[nodiscard]] Packing packing_of(std::string_view start);

/// What is appended to a format's name: ".gz".
[[nodiscard]] std::string_view suffix_of(Packing packing);

/// Not for Packing::none. A decoder holds about 40 KiB (gzip) or the window of the stream, 8 MiB at most
/// (zstd; RFC 8878 asks decoders to support as much).
[[nodiscard]] std::unique_ptr<Decoder> make_decoder(Packing packing);

}  // namespace winnow::read
