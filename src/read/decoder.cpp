#include "read/decoder.hpp"

#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

#include <algorithm>
#include <limits>
#include <new>

namespace winnow::read {
namespace {

class GzipDecoder final : public Decoder {
 public:
  GzipDecoder() {
    constexpr int with_gzip_header = 16;
    if (::inflateInit2(&stream_, MAX_WBITS + with_gzip_header) != Z_OK) throw std::bad_alloc();
  }
  GzipDecoder(const GzipDecoder&) = delete;
  GzipDecoder& operator=(const GzipDecoder&) = delete;
  ~GzipDecoder() override { ::inflateEnd(&stream_); }

  void reset() override {
    ::inflateReset(&stream_);
    is_complete_ = false;
  }

  base::Result<Step> decode(std::string_view input, char* to, std::size_t room) override {
    constexpr std::size_t most = std::numeric_limits<uInt>::max();
    if (is_complete_ && !input.empty()) {
      // Tapes and some copiers fill up the last block; gzip passes that, too.
      const auto padding = std::min(input.find_first_not_of('\0'), input.size());
      if (padding > 0) return Step{padding, 0};
      reset();
    }
    // zlib does not write to its input.
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(input.data()));
    stream_.avail_in = static_cast<uInt>(std::min(input.size(), most));
    stream_.next_out = reinterpret_cast<Bytef*>(to);
    stream_.avail_out = static_cast<uInt>(std::min(room, most));
    const auto given = stream_.avail_in;
    const auto wanted = stream_.avail_out;
    const int code = ::inflate(&stream_, Z_NO_FLUSH);
    const Step step{given - stream_.avail_in, wanted - stream_.avail_out};
    const bool is_sound = code == Z_OK || code == Z_STREAM_END || code == Z_BUF_ERROR;
    if (!is_sound && step.made == 0) return base::fail("damaged gzip data");  // else zlib will say so again
    is_complete_ = code == Z_STREAM_END;
    return step;
  }

  [[nodiscard]] bool is_complete() const override { return is_complete_; }
  [[nodiscard]] std::string_view name() const override { return "gzip"; }

 private:
  z_stream stream_{};
  bool is_complete_ = false;
};

class ZstdDecoder final : public Decoder {
 public:
  ZstdDecoder() : context_(ZSTD_createDCtx(), ZSTD_freeDCtx) {
    if (context_ == nullptr) throw std::bad_alloc();
    constexpr int most_window_bits = 23;
    ZSTD_DCtx_setParameter(context_.get(), ZSTD_d_windowLogMax, most_window_bits);
  }

  void reset() override {
    ZSTD_DCtx_reset(context_.get(), ZSTD_reset_session_only);
    is_complete_ = false;
    asked_for_ = start_of_frame;
    may_hold_text_ = false;
  }

  /// Zstandard keeps for itself what it made in a call that fails. So it is given no more than a block at a
  /// time, and none before it has given all of the text before.
  base::Result<Step> decode(std::string_view input, char* to, std::size_t room) override {
    ZSTD_inBuffer in{input.data(), 0, 0};
    ZSTD_outBuffer out{to, room, 0};
    if (may_hold_text_) {
      if (auto flushed = run(in, out); !flushed) return tl::unexpected(std::move(flushed).error());
    }
    if (out.pos == 0) {
      in.size = std::min(input.size(), one_block());
      if (auto fed = run(in, out); !fed) return tl::unexpected(std::move(fed).error());
    }
    may_hold_text_ = out.pos == room && !is_complete_;
    return Step{in.pos, out.pos};
  }

  [[nodiscard]] bool is_complete() const override { return is_complete_; }
  [[nodiscard]] std::string_view name() const override { return "zstd"; }

 private:
  static constexpr std::size_t start_of_frame = 5;  ///< bytes that are asked for first

  /// Zstandard asks for a block together with the header of the next one (RFC 8878, 3.1.1.2).
  [[nodiscard]] std::size_t one_block() const {
    constexpr std::size_t header = 3;
    return asked_for_ > header ? asked_for_ - header : asked_for_;
  }

  base::Result<void> run(ZSTD_inBuffer& in, ZSTD_outBuffer& out) {
    const auto code = ZSTD_decompressStream(context_.get(), &out, &in);
    if (ZSTD_isError(code) != 0) {
      const bool too_large = ZSTD_getErrorCode(code) == ZSTD_error_frameParameter_windowTooLarge;
      return base::fail(too_large ? "zstd window above 8 MiB" : "damaged zstd data");
    }
    is_complete_ = code == 0;
    asked_for_ = is_complete_ ? start_of_frame : code;
    return {};
  }

  std::unique_ptr<ZSTD_DCtx, std::size_t (*)(ZSTD_DCtx*)> context_;
  std::size_t asked_for_ = start_of_frame;  ///< bytes of the stream
  bool may_hold_text_ = false;              ///< that the room before was too small for
  bool is_complete_ = false;
};

/// Some packers note sizes or places of the frames that follow in one without text (RFC 8878, 3.1.2).
bool is_skippable_frame(std::string_view start) {
  constexpr std::string_view behind_first_byte = "\x2a\x4d\x18";
  return !start.empty() && (start[0] & 0xf0) == 0x50 && start.substr(1).starts_with(behind_first_byte);
}

}  // namespace

Packing packing_of(std::string_view start) {
  if (start.starts_with("\x1f\x8b")) return Packing::gzip;          // RFC 1952, 2.3.1
  if (start.starts_with("\x28\xb5\x2f\xfd")) return Packing::zstd;  // RFC 8878, 3.1.1
  if (is_skippable_frame(start)) return Packing::zstd;
  return Packing::none;
}

std::string_view suffix_of(Packing packing) {
  switch (packing) {
    case Packing::none:
      return "";
    case Packing::gzip:
      return ".gz";
    case Packing::zstd:
      return ".zst";
  }
  return {};
}

std::unique_ptr<Decoder> make_decoder(Packing packing) {
  if (packing == Packing::gzip) return std::make_unique<GzipDecoder>();
  return std::make_unique<ZstdDecoder>();
}

}  // namespace winnow::read
