#include "study/identifier.hpp"

#include <algorithm>

namespace winnow::study {
namespace {

bool is_digit(char c) {
  return '0' <= c && c <= '9';
}

bool is_word_character(char c) {
  return ('a' <= c && c <= 'z') || ('A' <= c && c <= 'Z') || is_digit(c) || c == '_';
}

}  // namespace

bool is_identifier(std::string_view name) {
  return !name.empty() && !is_digit(name.front()) && std::ranges::all_of(name, is_word_character);
}

bool is_field_name(std::string_view name) {
  return !name.empty() &&
         std::ranges::all_of(name, [](char c) { return is_word_character(c) || c == '-' || c == '.'; });
}

}  // namespace winnow::study
