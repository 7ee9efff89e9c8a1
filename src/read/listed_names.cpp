#include "read/listed_names.hpp"

#include <algorithm>

#include "winnow/base/text.hpp"
#include "winnow/read/batch.hpp"

namespace winnow::read {
namespace {

constexpr std::size_t longest_name = std::size_t{64} << 10;

}  // namespace

base::Result<void> ListedNames::open(const std::string& path) {
  rest_ = {};
  line_ = 0;
  is_over_ = false;
  return window_.open(path);
}

ListedNames::Step ListedNames::step() {
  if (is_over_) return Step::finished;
  if (rest_.empty()) return read_on();
  auto name = rest_.substr(0, rest_.find('\n'));
  rest_.remove_prefix(std::min(name.size() + 1, rest_.size()));
  ++line_;
  if (name.ends_with('\r')) name.remove_suffix(1);
  if (base::trimmed(name).empty()) return Step::passed;
  if (name.size() > longest_name) return refuse(name, "line too long");
  if (name.find('\0') != std::string_view::npos) return refuse(name, "NUL byte");
  text_ = name;
  return Step::name;
}

/// Fetches the next lines.
ListedNames::Step ListedNames::read_on() {
  rest_ = whole_lines(window_);
  window_.drop(rest_.size());
  if (!rest_.empty()) return Step::passed;
  is_over_ = window_.at_end();
  if (is_over_) return Step::finished;
  if (window_.is_full()) {
    ++line_;
    const auto refused = refuse(window_.text(), "line too long");
    is_over_ = !window_.skip_line();
    return refused;
  }
  const auto extended = window_.extend();
  if (extended) return Step::passed;
  is_over_ = true;
  return refuse({}, extended.error().problem);
}

ListedNames::Step ListedNames::refuse(std::string_view text, std::string reason) {
  refused_text_ = text.substr(0, max_rejected_text);
  text_ = refused_text_;
  reason_ = std::move(reason);
  return Step::refused;
}

}  // namespace winnow::read
