#include "read/record_search.hpp"

#include <algorithm>
#include <functional>
#include <optional>
#include <vector>

namespace winnow::read {
namespace {

// A record begins after a newline, and is no longer than the longest record unless it is a single line. So of
// the places after newlines in a stretch as long as that, at least one is a record's beginning; or there are
// none, and the next one behind is. All of these are followed from record to record, up to `at`. Where they
// have become one there, that is the place. If not, the stretch is looked for farther back.

/// A record may be longer than the longest by the end of its last quoted field.
constexpr std::size_t slack = 4;

/// More chains than these are not worth their memory.
constexpr std::size_t most_chains = 4096;

class Search {
 public:
  Search(InputWindow& window, const RecordGrammar& grammar, std::uint64_t at)
      : window_(window), grammar_(grammar), at_(at) {}

  /// Where all records that begin in a stretch from `from` on lead to; nothing if to several places.
  /// `is_first`: one is known to begin at `from`.
  base::Result<std::optional<std::uint64_t>> lead(std::uint64_t from, bool is_first) {
    auto begun = is_first ? begin_at(from) : begin_behind(from);
    if (!begun) return tl::unexpected(std::move(begun).error());
    while (heads_.front() < at_ && heads_.size() <= most_chains) {
      if (auto stepped = step(); !stepped) return tl::unexpected(stepped.error());
      if (window_.at_end() && window_.text().empty() && heads_.size() == 1) break;
    }
    if (heads_.size() != 1) return std::nullopt;
    return heads_.front();
  }

 private:
  base::Result<void> begin_at(std::uint64_t first) {
    window_.seek(first);
    add(first);
    candidates_end_ = first;
    return {};
  }

  /// Where only lines can be records, the last of them will do.
  base::Result<void> begin_behind(std::uint64_t from) {
    window_.seek(from - 1);
    const auto size = static_cast<std::size_t>(at_ - (from - 1));
    while (window_.text().size() < size && !window_.at_end() && !window_.is_full()) {
      if (auto extended = window_.extend(); !extended) return extended;
    }
    const auto before = window_.text().substr(0, size);
    if (before.size() == size && grammar_.has_only_lines(before)) {
      const auto last = before.rfind('\n');
      if (last != std::string_view::npos) window_.drop(last);
    }
    candidates_end_ = from + grammar_.longest_record() + slack;
    return add_next_line();
  }

  /// Adds the place after the next newline. The window stands there from then on.
  base::Result<void> add_next_line() {
    auto skipped = window_.skip_line();
    if (!skipped) return tl::unexpected(std::move(skipped).error());
    add(window_.position());
    return {};
  }

  /// Follows the head of the chain that is farthest behind by a record.
  base::Result<void> step() {
    const auto head = heads_.front();
    std::ranges::pop_heap(heads_, std::greater<>());
    heads_.pop_back();
    window_.drop(static_cast<std::size_t>(head - window_.position()));
    auto record = scan();
    if (!record) return tl::unexpected(std::move(record).error());
    add_lines_from(head);
    if (record->kind == Record::Kind::overlong) return add_next_line();
    add(head + record->size);
    return {};
  }

  base::Result<Record> scan() {
    for (;;) {
      const auto text = window_.text();
      auto record = text.empty() ? Record{} : grammar_.scan(text, window_.at_end(), fields_);
      if (record.kind != Record::Kind::cut || (text.empty() && window_.at_end())) return record;
      if (auto extended = window_.extend(); !extended) return tl::unexpected(std::move(extended).error());
    }
  }

  /// The line after that of `head` may be the beginning of another chain.
  void add_lines_from(std::uint64_t head) {
    const auto newline = window_.text().find('\n');
    if (newline == std::string_view::npos) return;
    const auto next = head + newline + 1;
    if (next <= std::min(candidates_end_, at_)) add(next);
  }

  void add(std::uint64_t head) {
    if (std::ranges::find(heads_, head) != heads_.end()) return;
    heads_.push_back(head);
    std::ranges::push_heap(heads_, std::greater<>());
  }

  InputWindow& window_;
  const RecordGrammar& grammar_;
  std::uint64_t at_;
  std::uint64_t candidates_end_ = 0;
  std::vector<std::uint64_t> heads_;  ///< where chains have come to: a heap, the farthest behind in front
  std::vector<FieldText> fields_;
};

}  // namespace

base::Result<void> seek_record(InputWindow& window, const RecordGrammar& grammar, std::uint64_t first,
                               std::uint64_t at) {
  const std::uint64_t reach = grammar.longest_record() + slack;
  for (auto back = reach;; back *= 2) {
    const bool is_first = at <= first + back;
    auto place = Search(window, grammar, at).lead(is_first ? first : at - back, is_first);
    if (!place) return tl::unexpected(std::move(place).error());
    if (!*place) continue;
    window.seek(**place);
    return {};
  }
}

}  // namespace winnow::read
