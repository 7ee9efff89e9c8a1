#include "reduce/field_key.hpp"

#include <bit>
#include <cassert>
#include <cstdint>
#include <cstring>
#include <variant>

namespace winnow::reduce {
namespace {

constexpr std::uint64_t sign_bit = std::uint64_t{1} << 63;

/// Big-endian, so that the bytes compare as the number does.
void append_number(std::uint64_t number, std::string& key) {
  char bytes[sizeof number];
  number = __builtin_bswap64(number);
  std::memcpy(bytes, &number, sizeof number);
  key.append(bytes, sizeof bytes);
}

std::uint64_t take_number(std::string_view& key) {
  assert(key.size() >= sizeof(std::uint64_t));
  std::uint64_t number = 0;
  std::memcpy(&number, key.data(), sizeof number);
  key.remove_prefix(sizeof number);
  return __builtin_bswap64(number);
}

/// IEEE 754 doubles order as sign and magnitude: the sign is turned for all, the magnitude for negatives.
std::uint64_t ordered(double value) {
  const auto bits = std::bit_cast<std::uint64_t>(value);
  return (bits & sign_bit) != 0 ? ~bits : bits | sign_bit;
}

double from_ordered(std::uint64_t bits) {
  return std::bit_cast<double>((bits & sign_bit) != 0 ? bits & ~sign_bit : ~bits);
}

}  // namespace

void append_to_key(const read::FieldValue& value, std::string& key) {
  if (const auto* text = std::get_if<std::string>(&value)) {
    assert(text->find('\0') == std::string::npos);
    key += *text;
    key += '\0';
  } else if (const auto* integer = std::get_if<std::int64_t>(&value)) {
    append_number(static_cast<std::uint64_t>(*integer) ^ sign_bit, key);
  } else {
    append_number(ordered(std::get<double>(value)), key);
  }
}

KeyValue take_from_key(read::FieldType type, std::string_view& key) {
  switch (type) {
    case read::FieldType::text: {
      const auto end = key.find('\0');
      assert(end != std::string_view::npos);
      const auto text = key.substr(0, end);
      key.remove_prefix(end + 1);
      return text;
    }
    case read::FieldType::integer:
    case read::FieldType::size:
      return static_cast<std::int64_t>(take_number(key) ^ sign_bit);
    case read::FieldType::real:
    case read::FieldType::duration:
      return from_ordered(take_number(key));
  }
  __builtin_unreachable();
}

}  // namespace winnow::reduce
