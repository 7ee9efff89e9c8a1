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
    if (is_complete_ && !input.empty()) reset();
    // zlib does not write to its input.
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(input.data()));
    stream_.avail_in = static_cast<uInt>(std::min(input.size(), most));
    stream_.next_out = reinterpret_cast<Bytef*>(to);
    stream_.avail_out = static_cast<uInt>(std::min(room, most));
    const auto given = stream_.avail_in;
    const auto wanted = stream_.avail_out;
    const int code = ::inflate(&stream_, Z_NO_FLUSH);
    if (code != Z_OK && code != Z_STREAM_END && code != Z_BUF_ERROR) return base::fail("damaged gzip data");
    is_complete_ = code == Z_STREAM_END;
    return Step{given - stream_.avail_in, wanted - stream_.avail_out};
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
  }

  base::Result<Step> decode(std::string_view input, char* to, std::size_t room) override {
    ZSTD_inBuffer in{input.data(), input.size(), 0};
    ZSTD_outBuffer out{to, room, 0};
    const auto code = ZSTD_decompressStream(context_.get(), &out, &in);
    if (ZSTD_isError(code) != 0) {
      const bool too_large = ZSTD_getErrorCode(code) == ZSTD_error_frameParameter_windowTooLarge;
      return base::fail(too_large ? "zstd window above 8 MiB" : "damaged zstd data");
    }
    is_complete_ = code == 0;
    return Step{in.pos, out.pos};
  }

  [[nodiscard]] bool is_complete() const override { return is_complete_; }
  [[nodiscard]] std::string_view name() const override { return "zstd"; }

 private:
  std::unique_ptr<ZSTD_DCtx, std::size_t (*)(ZSTD_DCtx*)> context_;
  bool is_complete_ = false;
};

}  // namespace

Packing packing_of(std::string_view start) {
  if (start.starts_with("\x1f\x8b")) return Packing::gzip;          // RFC 1952, 2.3.1
  if (start.starts_with("\x28\xb5\x2f\xfd")) return Packing::zstd;  // RFC 8878, 3.1.1
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
