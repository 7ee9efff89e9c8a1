#include "winnow/read/reader.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "read/format_reader.hpp"
#include "read/key_value_reader.hpp"
#include "read/line_source.hpp"
#include "winnow/base/text.hpp"

namespace winnow::read {
namespace {

struct KnownFormat {
  Format format;
  std::unique_ptr<FormatReader> (*make)(ColumnNames&);
};

template <class Type>
std::unique_ptr<FormatReader> make(ColumnNames& names) {
  return std::make_unique<Type>(names);
}

/// The place to add a format; "auto" tries them in this order.
std::vector<KnownFormat> known_formats() {
  return {
      {{"key-value", "`key: value` lines, a file a row: MessageStats reports", 4.0, base::kibibytes(64)},
       make<KeyValueReader>},
  };
}

/// Reads each file by the first of its formats that it looks like, or by its only one.
class FileReader final : public Reader {
 public:
  FileReader(std::vector<std::unique_ptr<FormatReader>> formats, bool by_look)
      : formats_(std::move(formats)), by_look_(by_look) {}

  base::Result<void> open(const std::string& path) override {
    format_ = nullptr;
    if (auto opened = lines_.open(path); !opened) return opened;
    const auto fits = [&](const auto& format) { return !by_look_ || format->looks_like(lines_.start()); };
    const auto found = std::ranges::find_if(formats_, fits);
    if (found == formats_.end()) return base::fail("no known format");
    format_ = found->get();
    format_->begin();
    return {};
  }

  base::Result<bool> next(Batch& batch) override {
    if (format_ != nullptr) return format_->next(lines_, batch);
    batch.clear();
    return false;
  }

 private:
  LineSource lines_;
  std::vector<std::unique_ptr<FormatReader>> formats_;
  bool by_look_;
  FormatReader* format_ = nullptr;  ///< of the file in hand
};

tl::unexpected<base::Error> unknown_format(std::string_view name) {
  std::vector<std::string> words{"auto"};
  for (const auto& format : formats()) words.push_back(format.name);
  const auto near = base::nearest(name, words, 1);
  return base::fail(fmt::format("unknown format \"{}\"", name), "known are " + base::enumerate(words),
                    near.empty() ? "write one of them" : fmt::format("write \"{}\"", near.front()));
}

}  // namespace

const std::vector<Format>& formats() {
  static const std::vector<Format> all = [] {
    std::vector<Format> list;
    for (auto& known : known_formats()) list.push_back(std::move(known.format));
    return list;
  }();
  return all;
}

base::Result<std::unique_ptr<Reader>> make_reader(std::string_view format, ColumnNames& names) {
  const bool by_look = format == "auto";
  std::vector<std::unique_ptr<FormatReader>> readers;
  for (const auto& known : known_formats()) {
    if (by_look || known.format.name == format) readers.push_back(known.make(names));
  }
  if (readers.empty()) return unknown_format(format);
  return std::make_unique<FileReader>(std::move(readers), by_look);
}

}  // namespace winnow::read
