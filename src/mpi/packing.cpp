#include "mpi/packing.hpp"

#include <new>
#include <utility>

namespace winnow::mpi {
namespace {

enum class Form : std::uint8_t { plain, compressed };

/// The level that zstd's manual names as the fastest regular one: messages are short, and somebody waits for
/// them.
constexpr int level = 1;

/// The content that so many compressed bytes may have at most: a block has a header of 3 bytes and no more
/// content than 128 KiB (RFC 8878, section 3.1.1.2). Whoever claims more would only cost memory.
constexpr std::size_t most_content(std::size_t compressed) {
  constexpr std::size_t block_header = 3;
  constexpr std::size_t block_content = std::size_t{128} << 10;
  return (compressed / block_header + 1) * block_content;
}

tl::unexpected<base::Error> damaged(std::string why) {
  return base::fail("a message between ranks cannot be unpacked", std::move(why),
                    "start all ranks from the same program");
}

}  // namespace

base::Buffer Packing::open_parcel() {
  return {static_cast<std::byte>(Form::plain)};
}

bool Packing::is_compressed(std::span<const std::byte> parcel) {
  return parcel.front() == static_cast<std::byte>(Form::compressed);
}

bool Packing::compress(base::Buffer& parcel) {
  if (!compressor_) {
    compressor_.reset(ZSTD_createCCtx());
    if (!compressor_) throw std::bad_alloc();
    ZSTD_CCtx_setParameter(compressor_.get(), ZSTD_c_compressionLevel, level);
    ZSTD_CCtx_setParameter(compressor_.get(), ZSTD_c_checksumFlag, 1);
  }
  const auto content = std::span(parcel).subspan(overhead);
  base::Buffer packed(parcel.size());
  packed.front() = static_cast<std::byte>(Form::compressed);
  // One byte less of room than the content has: zstd gives up where it would gain nothing.
  const auto room = content.empty() ? 0 : content.size() - 1;
  const auto size =
      ZSTD_compress2(compressor_.get(), packed.data() + overhead, room, content.data(), content.size());
  if (ZSTD_isError(size) != 0) return false;
  packed.resize(overhead + size);
  parcel = std::move(packed);
  return true;
}

base::Result<std::span<const std::byte>> Packing::unpack(std::span<const std::byte> parcel) {
  if (parcel.empty()) return damaged("it is empty");
  const auto rest = parcel.subspan(overhead);
  if (parcel.front() == static_cast<std::byte>(Form::plain)) return rest;
  if (!is_compressed(parcel)) return damaged("its form is not known");
  const auto size = ZSTD_getFrameContentSize(rest.data(), rest.size());
  if (size == ZSTD_CONTENTSIZE_UNKNOWN || size == ZSTD_CONTENTSIZE_ERROR ||
      size > most_content(rest.size())) {
    return damaged("its bytes are damaged");
  }
  if (!decompressor_) {
    decompressor_.reset(ZSTD_createDCtx());
    if (!decompressor_) throw std::bad_alloc();
  }
  content_.resize(static_cast<std::size_t>(size));
  const auto got =
      ZSTD_decompressDCtx(decompressor_.get(), content_.data(), content_.size(), rest.data(), rest.size());
  if (ZSTD_isError(got) != 0) return damaged(ZSTD_getErrorName(got));
  if (got != content_.size()) return damaged("its bytes are damaged");
  return std::span<const std::byte>(content_);
}

}  // namespace winnow::mpi
