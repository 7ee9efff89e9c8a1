#include "read/unpacked_file.hpp"

#include <utility>

#include "winnow/base/operations.hpp"

namespace winnow::read {
namespace {

constexpr std::size_t packed_block = std::size_t{64} << 10;

}  // namespace

base::Result<void> UnpackedFile::open(const std::string& path) {
  packing_ = Packing::none;
  return file_.open(path);
}

base::Result<InputFile::Chunk> UnpackedFile::read(char* to, std::size_t room, std::uint64_t offset) {
  if (packing_ != Packing::none) return unpack(to, room);
  auto chunk = file_.read(to, room, offset);
  if (!chunk || offset > 0) return chunk;
  const std::string_view start(to, chunk->size);
  packing_ = packing_of(start);
  return packing_ == Packing::none ? chunk : begin_unpacking(start, chunk->is_last, to, room);
}

base::Result<InputFile::Chunk> UnpackedFile::begin_unpacking(std::string_view start, bool is_all, char* to,
                                                             std::size_t room) {
  auto& decoder = decoders_[static_cast<std::size_t>(packing_)];
  if (decoder == nullptr) decoder = make_decoder(packing_);
  decoder->reset();
  decoder_ = decoder.get();
  packed_.assign(start);
  used_ = 0;
  next_ = start.size();
  at_end_ = is_all;
  failure_.reset();
  return unpack(to, room);
}

/// Fills the room, unless the text or its soundness ends before.
base::Result<InputFile::Chunk> UnpackedFile::unpack(char* to, std::size_t room) {
  if (failure_) return tl::unexpected(*failure_);
  base::Operation op(profile_, base::operations::unpack);
  const char* const begin = to;
  bool goes_on = true;
  while (goes_on && room > 0) {
    auto stepped = step(to, room);
    if (!stepped) failure_ = std::move(stepped).error();
    goes_on = stepped && *stepped;
  }
  const auto size = static_cast<std::size_t>(to - begin);
  op.bytes({size});
  if (failure_ && size == 0) return tl::unexpected(*failure_);
  return InputFile::Chunk{size, !goes_on && !failure_};
}

/// False at the end of the text.
base::Result<bool> UnpackedFile::step(char*& to, std::size_t& room) {
  if (used_ == packed_.size()) {
    if (auto fetched = fetch(); !fetched) return tl::unexpected(std::move(fetched).error());
  }
  const bool is_fed = used_ < packed_.size();
  if (!is_fed && decoder_->is_complete()) return false;
  const auto made = decoder_->decode(std::string_view(packed_).substr(used_), to, room);
  if (!made) return tl::unexpected(made.error());
  used_ += made->used;
  to += made->made;
  room -= made->made;
  if (!is_fed && made->made == 0 && !decoder_->is_complete()) {
    return base::fail("truncated " + std::string(decoder_->name()) + " data");
  }
  return true;
}

base::Result<void> UnpackedFile::fetch() {
  used_ = 0;
  packed_.clear();
  if (at_end_) return {};
  packed_.resize(packed_block);
  const auto chunk = file_.read(packed_.data(), packed_.size(), next_);
  packed_.resize(chunk ? chunk->size : 0);
  if (!chunk) return tl::unexpected(chunk.error());
  next_ += chunk->size;
  at_end_ = chunk->is_last;
  return {};
}

}  // namespace winnow::read
