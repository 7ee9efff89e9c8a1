#include "read/input_window.hpp"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <string>

#include "winnow/read/reader.hpp"

namespace winnow::read {
namespace {

bool is_control(char byte) {
  const auto code = static_cast<unsigned char>(byte);
  return code < 0x20 && !('\t' <= byte && byte <= '\r');
}

/// True if a file that begins so, and has a NUL somewhere in it, is no text with a few bytes gone wrong: a
/// NUL in the first line, or more than one control byte in 16, of which a short file may have a few.
bool is_binary(std::string_view start) {
  constexpr std::size_t short_file = 64;
  if (start.substr(0, start.find('\n')).find('\0') != std::string_view::npos) return true;
  start = start.substr(0, 4096);
  const auto controls = static_cast<std::size_t>(std::ranges::count_if(start, is_control));
  return controls * 16 > std::max(start.size(), short_file);
}

}  // namespace

InputWindow::InputWindow(std::size_t lookahead, std::size_t block, base::Profile* profile)
    : file_(profile),
      lookahead_(lookahead),
      block_(block),
      buffer_(std::make_unique_for_overwrite<char[]>(lookahead + block)) {
}

base::Result<void> InputWindow::open(const std::string& path) {
  seek(0);
  at_end_ = true;
  if (auto opened = file_.open(path); !opened) return opened;
  at_end_ = false;
  if (auto extended = extend(); !extended) return extended;
  if (text().empty()) return base::fail(std::string(empty_file));
  const bool has_nul = std::memchr(text().data(), '\0', text().size()) != nullptr;
  if (has_nul && is_binary(text())) return base::fail("binary");
  return {};
}

base::Result<void> InputWindow::extend() {
  assert(!is_full());
  if (at_end_) return {};
  std::memmove(buffer_.get(), buffer_.get() + begin_, text().size());
  end_ -= begin_;
  begin_ = 0;
  auto chunk = file_.read(buffer_.get() + end_, block_, next_);
  if (!chunk) return tl::unexpected(std::move(chunk).error());
  end_ += chunk->size;
  next_ += chunk->size;
  at_end_ = chunk->is_last;
  return {};
}

void InputWindow::seek(std::uint64_t position) {
  begin_ = end_ = 0;
  next_ = position;
  at_end_ = false;
}

base::Result<std::uint64_t> InputWindow::skip_line() {
  for (std::uint64_t size = 0;;) {
    const auto newline = text().find('\n');
    const bool is_found = newline != std::string_view::npos;
    const auto used = is_found ? newline + 1 : text().size();
    drop(used);
    size += used;
    if (is_found || at_end_) return size;
    if (auto extended = extend(); !extended) return tl::unexpected(std::move(extended).error());
  }
}

Tally::Amount InputWindow::count_until(std::uint64_t end) {
  Tally::Amount amount;
  bool ends_in_line = false;
  do {
    const auto seen = text().substr(0, end - std::min(end, position()));
    if (!seen.empty()) ends_in_line = seen.back() != '\n';
    amount += {static_cast<std::uint64_t>(std::ranges::count(seen, '\n')), seen.size()};
    drop(seen.size());
  } while (text().empty() && !at_end_ && extend());
  const bool is_last_line = ends_in_line && text().empty();
  if (is_last_line) ++amount.lines;
  return amount;
}

std::string_view whole_lines(const InputWindow& window) {
  const auto text = window.text();
  return window.at_end() ? text : text.substr(0, text.rfind('\n') + 1);
}

}  // namespace winnow::read
