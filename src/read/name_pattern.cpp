#include "winnow/read/name_pattern.hpp"

#include <algorithm>
#include <boost/container/small_vector.hpp>
#include <utility>

#include "read/name_pattern_parser.hpp"

namespace winnow::read {
namespace {

/// One match, by backtracking. What cannot be matched from a piece and a place is noted and not tried again:
/// without that, a text of many separators would take time exponential in the number of fields.
class Matcher {
 public:
  Matcher(const std::vector<PatternPiece>& pieces, std::string_view text, std::vector<FieldValue>& values)
      : pieces_(pieces),
        text_(text),
        values_(values),
        failed_(pieces.size() * (text.size() + 1) / 64 + 1, 0) {}

  /// True if the text from `at` on is what the pieces from `index` on describe.
  bool match(std::size_t index, std::size_t at) {
    const auto bit = index * (text_.size() + 1) + at;
    auto& word = failed_[bit / 64];
    const auto mask = std::uint64_t{1} << (bit % 64);
    if ((word & mask) != 0) return false;
    const bool matched = index + 1 == pieces_.size() ? match_last(at) : match_some(index, at);
    if (!matched) word |= mask;
    return matched;
  }

 private:
  bool match_some(std::size_t index, std::size_t at) {
    const auto& piece = pieces_[index];
    const auto slash = text_.find('/', at);
    auto end = text_.find(piece.tail, at + least(piece));
    for (; end != std::string_view::npos && end <= slash; end = text_.find(piece.tail, end + 1)) {
      if (take(piece, at, end) && match(index + 1, end + piece.tail.size())) return true;
    }
    return false;
  }

  bool match_last(std::size_t at) {
    const auto& piece = pieces_.back();
    if (text_.size() < at + least(piece) + piece.tail.size() || !text_.ends_with(piece.tail)) return false;
    const auto end = text_.size() - piece.tail.size();
    return text_.find('/', at) >= end && take(piece, at, end);
  }

  static std::size_t least(const PatternPiece& piece) { return piece.slot ? 1 : 0; }

  bool take(const PatternPiece& piece, std::size_t at, std::size_t end) {
    return !piece.slot || parse_field(piece.type, text_.substr(at, end - at), values_[*piece.slot]);
  }

  const std::vector<PatternPiece>& pieces_;
  std::string_view text_;
  std::vector<FieldValue>& values_;
  boost::container::small_vector<std::uint64_t, 64> failed_;  ///< bits by piece and place
};

/// What follows the (slashes + 1)-th last slash of the path.
std::string_view last_components(std::string_view path, std::size_t slashes) {
  auto at = path.size();
  for (std::size_t i = 0; i <= slashes; ++i) {
    const auto slash = at == 0 ? std::string_view::npos : path.rfind('/', at - 1);
    if (slash == std::string_view::npos) return path;
    at = slash;
  }
  return path.substr(at + 1);
}

std::size_t count_slashes(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count(text, '/'));
}

}  // namespace

struct NamePattern::Parts {
  PatternPieces pattern;
  std::size_t slashes = 0;
};

NamePattern::NamePattern(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {
}
NamePattern::NamePattern(NamePattern&&) noexcept = default;
NamePattern& NamePattern::operator=(NamePattern&&) noexcept = default;
NamePattern::~NamePattern() = default;

base::Result<NamePattern> NamePattern::parse(std::string_view pattern) {
  auto pieces = take_apart(pattern);
  if (!pieces) return tl::unexpected(std::move(pieces).error());
  return NamePattern(std::make_unique<Parts>(Parts{std::move(*pieces), count_slashes(pattern)}));
}

const std::vector<Field>& NamePattern::fields() const {
  return parts_->pattern.fields;
}

bool NamePattern::match(std::string_view path, std::vector<FieldValue>& values) const {
  const auto& [head, pieces, fields] = parts_->pattern;
  const auto text = last_components(path, parts_->slashes);
  values.resize(fields.size());
  if (!text.starts_with(head)) return false;
  if (pieces.empty()) return text.size() == head.size();
  if (!text.ends_with(pieces.back().tail)) return false;
  return Matcher(pieces, text, values).match(0, head.size());
}

}  // namespace winnow::read
