#include "store/backup_manifest.hpp"

#include <fmt/format.h>

#include <charconv>
#include <optional>

#include "winnow/base/file.hpp"

namespace winnow::store {
namespace {

constexpr std::string_view first_line = "winnow backup 1\n";
constexpr std::string_view last_word = "end ";

/// Takes the text up to `end` off the front; nothing if there is no such end.
std::optional<std::string_view> take_until(char end, std::string_view& text) {
  const auto at = text.find(end);
  if (at == std::string_view::npos) return std::nullopt;
  const auto taken = text.substr(0, at);
  text.remove_prefix(at + 1);
  return taken;
}

std::optional<BackedUpFile> parse_line(std::string_view line) {
  const auto checksum = take_until(' ', line);
  const auto size = take_until(' ', line);
  const auto folder = take_until('\t', line);
  if (!checksum || !size || !folder || line.empty()) return std::nullopt;
  BackedUpFile file{*folder, line, {0, std::string(*checksum)}};
  const auto read = std::from_chars(size->data(), size->data() + size->size(), file.content.size);
  if (read.ec != std::errc() || read.ptr != size->data() + size->size()) return std::nullopt;
  return file;
}

std::optional<std::vector<BackedUpFile>> parse(std::string_view text) {
  const auto end = text.rfind(last_word);
  if (!text.starts_with(first_line) || end == std::string_view::npos) return std::nullopt;
  if (text.substr(end) != fmt::format("{}{}\n", last_word, checksum_of(text.substr(0, end))))
    return std::nullopt;
  auto lines = text.substr(first_line.size(), end - first_line.size());
  std::vector<BackedUpFile> files;
  while (const auto line = take_until('\n', lines)) {
    auto file = parse_line(*line);
    if (!file) return std::nullopt;
    files.push_back(*std::move(file));
  }
  return files;
}

}  // namespace

std::string manifest_text(const std::vector<BackedUpFile>& files) {
  std::string text(first_line);
  for (const auto& file : files) {
    text += fmt::format("{} {} {}\t{}\n", file.content.checksum, file.content.size, file.folder.string(),
                        file.name.string());
  }
  return text + fmt::format("{}{}\n", last_word, checksum_of(text));
}

base::Result<std::vector<BackedUpFile>> read_manifest(const std::filesystem::path& copy) {
  const auto text = base::read_file(copy / manifest_name);
  if (!text) {
    return base::fail(fmt::format("{} is no backup", copy.string()), text.error().text(),
                      "name a folder that winnow has made");
  }
  auto files = parse(*text);
  if (!files) {
    return base::fail(fmt::format("{} is damaged", (copy / manifest_name).string()),
                      "its checksum is another", "take another copy");
  }
  return *std::move(files);
}

}  // namespace winnow::store
