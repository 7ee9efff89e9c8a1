#include "read/name_pattern_parser.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "winnow/base/text.hpp"

namespace winnow::read {
namespace {

/// Letters, digits, '_', '-' and '.'; bytes above ASCII belong to letters of other scripts.
bool is_name_byte(char c) {
  const auto lower = static_cast<char>(c | 0x20);
  return ('a' <= lower && lower <= 'z') || ('0' <= c && c <= '9') || c == '_' || c == '-' || c == '.' ||
         static_cast<unsigned char>(c) >= 0x80;
}

class Parser {
 public:
  explicit Parser(std::string_view pattern) : pattern_(pattern) {}

  base::Result<PatternPieces> parse() {
    if (pattern_.empty()) return fail_at(0, "the name pattern is empty", "", "write at least one character");
    while (at_ < pattern_.size()) {
      const char c = pattern_[at_];
      if ((c == '{' || c == '}') && pattern_.substr(at_ + 1).starts_with(c)) {
        literal() += c;
        at_ += 2;
      } else if (c == '{') {
        if (auto taken = take_field(); !taken) return tl::unexpected(std::move(taken).error());
      } else if (c == '}') {
        return fail_at(at_, "a closing brace without its opening one", "", "write }} for a brace itself");
      } else {
        literal() += c;
        ++at_;
      }
    }
    return std::move(result_);
  }

 private:
  [[nodiscard]] static tl::unexpected<base::Error> fail_at(std::size_t at, std::string problem,
                                                           std::string why, std::string advice) {
    base::Place place;
    place.column = at + 1;
    return base::fail(std::move(problem), std::move(why), std::move(advice), std::move(place));
  }

  std::string& literal() { return result_.pieces.empty() ? result_.head : result_.pieces.back().tail; }

  /// Takes the field whose brace opens at `at_`.
  base::Result<void> take_field() {
    const auto close = pattern_.find_first_of("{}", at_ + 1);
    if (close == std::string_view::npos || pattern_[close] == '{') {
      return fail_at(at_, fmt::format("\"{}\" has no closing brace", pattern_.substr(at_, close - at_)), "",
                     "close it with }, or write {{ for a brace itself");
    }
    const auto whole = pattern_.substr(at_, close + 1 - at_);
    const auto inside = whole.substr(1, whole.size() - 2);
    if (!result_.pieces.empty() && literal().empty()) {
      return fail_at(at_, fmt::format("nothing stands between {} and {}", last_field_, whole),
                     "where one ends and the other begins cannot be told",
                     "put text between them, or make them one field");
    }
    auto piece = piece_of(inside);
    if (!piece) return tl::unexpected(std::move(piece).error());
    result_.pieces.push_back(std::move(*piece));
    last_field_ = whole;
    at_ = close + 1;
    return {};
  }

  base::Result<PatternPiece> piece_of(std::string_view inside) {
    const auto colon = inside.find(':');
    const auto name = inside.substr(0, colon);
    PatternPiece piece;
    if (colon != std::string_view::npos) {
      auto type = type_of(name, inside.substr(colon + 1));
      if (!type) return tl::unexpected(std::move(type).error());
      piece.type = *type;
    }
    if (name == "*") {
      if (piece.type == FieldType::text) return piece;
      return fail_at(at_, "{*} takes no type", "what it matches is forgotten", "give the field a name");
    }
    if (auto good = check_name(name); !good) return tl::unexpected(std::move(good).error());
    piece.slot = result_.fields.size();
    result_.fields.push_back({std::string(name), piece.type});
    return piece;
  }

  base::Result<FieldType> type_of(std::string_view field, std::string_view type) const {
    if (const auto known = field_type_named(type)) return *known;
    const auto words = field_type_names();
    const auto near = base::nearest(type, words, 1);
    return fail_at(at_ + field.size() + 2, fmt::format("unknown type \"{}\" of field \"{}\"", type, field),
                   "types are " + base::enumerate(words),
                   near.empty() ? "write one of them" : fmt::format("write {{{}:{}}}", field, near.front()));
  }

  base::Result<void> check_name(std::string_view name) const {
    if (name.empty()) {
      return fail_at(at_, "a field without a name", "", "name it, or write {*} to ignore what stands there");
    }
    if (!std::ranges::all_of(name, is_name_byte)) {
      return fail_at(at_, fmt::format("\"{}\" is no name for a field", name), "",
                     "use letters, digits, '_', '-' and '.'");
    }
    if (std::ranges::find(result_.fields, name, &Field::name) != result_.fields.end()) {
      return fail_at(at_, fmt::format("field \"{}\" stands twice", name), "",
                     "rename one, or write {*} to ignore what stands there");
    }
    return {};
  }

  std::string_view pattern_;
  std::size_t at_ = 0;
  std::string_view last_field_;  ///< with its braces
  PatternPieces result_;
};

}  // namespace

base::Result<PatternPieces> take_apart(std::string_view pattern) {
  return Parser(pattern).parse();
}

}  // namespace winnow::read
