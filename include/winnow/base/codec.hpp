#pragma once
// Values as bytes, for messages and state: little-endian, unaligned, without names or versions (whoever keeps
// the bytes adds those). Encoder and Decoder mirror each other call by call.

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace winnow::base {

using Buffer = std::vector<std::byte>;

static_assert(std::endian::native == std::endian::little, "the codec copies values as they lie in memory");

class Encoder {
 public:
  /// Appends to `out`, which must outlive the encoder.
  explicit Encoder(Buffer& out) : out_(out) {}

  template <class T>
  requires std::is_arithmetic_v<T> || std::is_enum_v<T>
  void put(T value) { append(&value, sizeof value); }

  /// Base-128, least significant group first: one byte below 128.
  void put_varint(std::uint64_t value) {
    while (value >= 0x80) {
      out_.push_back(static_cast<std::byte>(value | 0x80));
      value >>= 7;
    }
    out_.push_back(static_cast<std::byte>(value));
  }

  void put_text(std::string_view text) {
    put_varint(text.size());
    append(text.data(), text.size());
  }

  void put_bytes(std::span<const std::byte> bytes) {
    put_varint(bytes.size());
    append(bytes.data(), bytes.size());
  }

 private:
  void append(const void* data, std::size_t size) {
    const auto at = out_.size();
    out_.resize(at + size);
    if (size > 0) std::memcpy(out_.data() + at, data, size);
  }

  Buffer& out_;
};

/// Reads what an Encoder wrote. Running past the end or off the format gives zeros and makes ok() false for
/// good: check it once, after the last get.
class Decoder {
 public:
  explicit Decoder(std::span<const std::byte> in) : in_(in) {}

  template <class T>
  requires std::is_arithmetic_v<T> || std::is_enum_v<T> T get() {
    T value{};
    if (const auto* data = take(sizeof(T))) std::memcpy(&value, data, sizeof(T));
    return value;
  }

  std::uint64_t get_varint() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      const auto* data = take(1);
      if (data == nullptr) return 0;
      const auto group = std::to_integer<std::uint64_t>(*data);
      value |= (group & 0x7f) << shift;
      if (group < 0x80) return value;
    }
    ok_ = false;
    return 0;
  }

  /// Views into the bytes being decoded: valid as long as those are.
  std::string_view get_text() {
    const auto bytes = get_bytes();
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
  }

  std::span<const std::byte> get_bytes() {
    const auto size = get_varint();
    if (size > in_.size()) ok_ = false;
    const auto* data = ok_ ? take(static_cast<std::size_t>(size)) : nullptr;
    return data != nullptr ? std::span(data, static_cast<std::size_t>(size)) : std::span<const std::byte>{};
  }

  [[nodiscard]] bool ok() const { return ok_; }
  [[nodiscard]] bool at_end() const { return in_.empty(); }

 private:
  const std::byte* take(std::size_t size) {
    if (!ok_ || size > in_.size()) {
      ok_ = false;
      return nullptr;
    }
    const auto* data = in_.data();
    in_ = in_.subspan(size);
    return data;
  }

  std::span<const std::byte> in_;
  bool ok_ = true;
};

}  // namespace winnow::base
