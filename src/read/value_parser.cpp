#include "read/value_parser.hpp"

#include <algorithm>

#include "read/number.hpp"
#include "winnow/read/batch.hpp"

namespace winnow::read {

ValueParser::ValueParser(std::vector<std::string> missing_words)
    : missing_words_(std::move(missing_words)),
      takes_numbers_as_they_are_(std::ranges::none_of(
          missing_words_, [](const auto& word) { return parse_number(word).has_value(); })) {
}

std::optional<double> ValueParser::parse(std::string_view text) const {
  // Words come first: "999" may be one.
  if (is_missing(text)) return missing;
  return parse_number(text);
}

bool ValueParser::is_missing(std::string_view text) const {
  return text.empty() || is_nan_word(text) || std::ranges::find(missing_words_, text) != missing_words_.end();
}

}  // namespace winnow::read
