#pragma once
// How what ranks say to each other is packed on its way.

#include <zstd.h>

#include <memory>
#include <span>

#include "winnow/base/codec.hpp"
#include "winnow/base/error.hpp"

namespace winnow::mpi {

/// Packs parcels and unpacks them. A parcel is what travels as one MPI message: a byte that tells the form of
/// the rest, and the rest. Keeps the memory that zstd (RFC 8878) works in; for one thread.
class Packing {
 public:
  /// An open parcel, to which its content is appended.
  [[nodiscard]] static base::Buffer open_parcel();

  /// The bytes of a parcel that are no content.
  static constexpr std::size_t overhead = 1;

  /// Compresses an open parcel, where that makes it smaller; else it stays as it is. Gives whether it did.
  bool compress(base::Buffer& parcel);

  /// The content of a parcel of either form, valid as long as the parcel and until the next call; an error
  /// where the bytes are not those of a parcel.
  [[nodiscard]] base::Result<std::span<const std::byte>> unpack(std::span<const std::byte> parcel);

  /// Whether that parcel, which holds at least a byte, is compressed.
  [[nodiscard]] static bool is_compressed(std::span<const std::byte> parcel);

 private:
  struct Free {
    void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
    void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
  };

  std::unique_ptr<ZSTD_CCtx, Free> compressor_;  ///< from the first use on
  std::unique_ptr<ZSTD_DCtx, Free> decompressor_;
  base::Buffer content_;
};

}  // namespace winnow::mpi
