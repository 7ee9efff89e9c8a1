#include "read/file_head.hpp"

#include <algorithm>

#include "read/number.hpp"
#include "winnow/base/text.hpp"

namespace winnow::read {
namespace {

using Kind = Record::Kind;

/// Of columns' values. Whatever the window holds beyond that must not be looked at: that depends on what was
/// read before.
constexpr std::size_t most_rows = 32;
constexpr std::size_t near_beginning = std::size_t{8} << 10;
constexpr std::size_t seen_behind = 4;  ///< bytes that a grammar may want to see behind a record

std::string column_number(std::size_t index) {
  return "column" + std::to_string(index + 1);
}

std::vector<std::string> names_of(const std::vector<FieldText>& fields) {
  std::vector<std::string> names;
  for (const auto& field : fields) {
    const auto plain = field.plain();
    const auto name = base::trimmed(plain);
    names.push_back(name.empty() ? column_number(names.size()) : std::string(name));
  }
  return names;
}

std::vector<std::string> numbered_names(std::size_t count) {
  std::vector<std::string> names;
  while (names.size() < count) names.push_back(column_number(names.size()));
  return names;
}

bool is_number(const FieldText& field) {
  return parse_number(base::trimmed(field.text)).has_value();
}

/// Goes from record to record until all is known.
class HeadSearch {
 public:
  HeadSearch(HeaderStyle style, const std::vector<std::string>& names) : style_(style) {
    head_.names = names;
  }

  /// True if no more than that need be seen.
  base::Result<bool> see(const Record& record, std::size_t at, std::vector<FieldText>& fields) {
    const bool may_be_header = head_.names.empty() && !head_.header;
    if (record.kind == Kind::ignored) {
      if (at == 0 && may_be_header && style_ == HeaderStyle::first_comment) comment_ = names_of(fields);
      return false;
    }
    if (style_ == HeaderStyle::first_record && may_be_header) return take_header(record, at, fields);
    if (record.kind != Kind::row) return false;
    if (head_.names.empty()) {
      head_.names = comment_.size() == fields.size() ? comment_ : numbered_names(fields.size());
    }
    if (head_.names.size() == fields.size()) head_.rows.push_back(fields);
    return head_.rows.size() == most_rows;
  }

  [[nodiscard]] bool has_row() const { return !head_.rows.empty(); }

  [[nodiscard]] FileHead& head() { return head_; }

 private:
  base::Result<bool> take_header(const Record& record, std::size_t at, const std::vector<FieldText>& fields) {
    if (record.kind != Kind::row) return base::fail("broken header");
    if (std::ranges::all_of(fields, is_number)) return base::fail("no header");
    head_.header = at;
    head_.names = names_of(fields);
    return false;
  }

  HeaderStyle style_;
  FileHead head_;
  std::vector<std::string> comment_;  ///< the words of a comment that the file begins with
};

}  // namespace

base::Result<std::optional<FileHead>> look_at_head(std::string_view text, bool at_end, bool is_all,
                                                   const RecordGrammar& grammar, HeaderStyle style,
                                                   const std::vector<std::string>& names) {
  HeadSearch search(style, names);
  std::vector<FieldText> fields;
  for (std::size_t at = 0; at < text.size();) {
    const auto record = grammar.scan(text.substr(at), at_end, fields);
    if (record.kind == Kind::cut) break;
    const auto rest = text.substr(at).find('\n');
    const auto size = record.kind != Kind::overlong ? record.size : rest + 1;
    if (search.has_row() && at + size > near_beginning) return std::move(search.head());
    const auto seen = search.see(record, at, fields);
    if (!seen) return tl::unexpected(seen.error());
    if (*seen) return std::move(search.head());
    if (size == 0) break;
    at += size;
  }
  const bool has_beginning = search.has_row() && text.size() >= near_beginning + seen_behind;
  if (has_beginning || at_end || is_all) return std::move(search.head());
  return std::nullopt;
}

}  // namespace winnow::read
