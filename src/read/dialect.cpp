#include "winnow/read/dialect.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "winnow/base/text.hpp"
#include "winnow/read/reader.hpp"

namespace winnow::read {
namespace {

constexpr base::Bytes most_max_field = base::mebibytes(16);

base::Result<void> check_format(const std::string& name) {
  std::vector<std::string> words{"auto"};
  for (const auto& format : formats()) words.push_back(format.name);
  if (std::ranges::find(words, name) != words.end()) return {};
  const auto near = base::nearest(name, words, 1);
  return base::fail(fmt::format("unknown format \"{}\"", name), "known are " + base::enumerate(words),
                    near.empty() ? "write one of them" : fmt::format("write \"{}\"", near.front()));
}

bool may_delimit(char byte) {
  const bool is_letter = ('a' <= (byte | 0x20)) && ((byte | 0x20) <= 'z');
  const bool is_digit = '0' <= byte && byte <= '9';
  return !is_letter && !is_digit && std::string_view("\"\n\r+-.\0", 7).find(byte) == std::string_view::npos;
}

base::Result<void> check_delimiter(const std::string& delimiter) {
  if (delimiter == "auto") return {};
  const auto refuse = [&](const char* why) {
    return base::fail(fmt::format("bad delimiter \"{}\"", base::printable(delimiter)), why,
                      "write one byte, as \";\", or \"auto\"");
  };
  if (delimiter.size() != 1) return refuse("it is not one byte");
  if (!may_delimit(delimiter.front())) return refuse("fields themselves may hold it");
  return {};
}

base::Result<void> check_names(const std::vector<std::string>& names) {
  for (auto name = names.begin(); name != names.end(); ++name) {
    if (name->empty()) return base::fail("a column's name is empty", {}, "give the column a name");
    if (std::find(names.begin(), name, *name) == name) continue;
    return base::fail(fmt::format("two columns are named \"{}\"", *name), {}, "give each its own name");
  }
  return {};
}

base::Result<void> check_max_field(base::Bytes max_field) {
  if (base::Bytes{1} <= max_field && max_field <= most_max_field) return {};
  return base::fail(fmt::format("max_field is {}", base::to_text(max_field)),
                    "four times as much is held in memory",
                    fmt::format("write a size from 1 B to {}", base::to_text(most_max_field)));
}

}  // namespace

base::Result<void> check(const Dialect& dialect) {
  return check_format(dialect.format)
      .and_then([&] { return check_delimiter(dialect.delimiter); })
      .and_then([&] { return check_names(dialect.names); })
      .and_then([&] { return check_max_field(dialect.max_field); });
}

}  // namespace winnow::read
