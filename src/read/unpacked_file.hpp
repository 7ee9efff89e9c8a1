#pragma once
// Files as the text that they hold, compressed or not.

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "read/decoder.hpp"
#include "read/input_file.hpp"

namespace winnow::read {

/// An InputFile whose bytes and offsets are those of its text. A compressed one can only be read in order.
class UnpackedFile {
 public:
  /// `profile` may be null, and is told of what is read and unpacked.
  explicit UnpackedFile(base::Profile* profile = nullptr) : profile_(profile), file_(profile) {}

  base::Result<void> open(const std::string& path);

  /// As InputFile::read. Whatever can be had of a damaged file is given before the failure.
  base::Result<InputFile::Chunk> read(char* to, std::size_t room, std::uint64_t offset);

  /// As Reader::state.
  [[nodiscard]] const std::optional<FileState>& state() const { return file_.state(); }

  /// Known after the first read.
  [[nodiscard]] Packing packing() const { return packing_; }

 private:
  base::Result<InputFile::Chunk> begin_unpacking(std::string_view start, bool is_all, char* to,
                                                 std::size_t room);
  base::Result<InputFile::Chunk> unpack(char* to, std::size_t room);
  base::Result<bool> step(char*& to, std::size_t& room);
  base::Result<void> fetch();

  base::Profile* profile_;
  InputFile file_;
  Packing packing_ = Packing::none;
  std::array<std::unique_ptr<Decoder>, 3> decoders_;  ///< by packing, made when first needed
  Decoder* decoder_ = nullptr;                        ///< of the file in hand
  std::string packed_;                                ///< read and not yet decoded from `used_` on
  std::size_t used_ = 0;
  std::uint64_t next_ = 0;  ///< where in the file the next packed bytes are
  bool at_end_ = false;
  std::optional<base::Error> failure_;  ///< to be told by the next read
};

}  // namespace winnow::read
