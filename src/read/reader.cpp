#include "winnow/read/reader.hpp"

#include <algorithm>

#include "read/csv_reader.hpp"
#include "read/format_reader.hpp"
#include "read/key_value_reader.hpp"
#include "read/table_reader.hpp"
#include "winnow/base/operations.hpp"

namespace winnow::read {
namespace {

struct KnownFormat {
  Format format;
  std::unique_ptr<FormatReader> (*make)(const Rules&);
};

template <class Type>
std::unique_ptr<FormatReader> make(const Rules& rules) {
  return std::make_unique<Type>(rules);
}

/// Memory per byte of the longest record: it may have to be seen with a quoted field behind it, which makes
/// the window 5/4 as long, and what has doubled quotes is stored once more. The rest is for a block of the
/// file in both, and for a batch.
constexpr double record_gamma = 5.0;

/// The place to add a format; "auto" tries them in this order.
std::vector<KnownFormat> known_formats(const Dialect& dialect) {
  const auto longest_record = std::max(dialect.longest_record(), Dialect().longest_record());
  return {
      {{std::string(key_value_format), "`key: value` lines, a file a row: MessageStats reports", 4.0,
        base::kibibytes(64)},
       make<KeyValueReader>},
      {{"csv",
        "RFC 4180: a record a row, its fields between delimiters, columns named by a header or the study",
        record_gamma, longest_record},
       make<CsvReader>},
      {{"table",
        "a line a row, its fields between blanks, columns named by a `#` header, by the study or by number",
        record_gamma, longest_record},
       make<TableReader>},
  };
}

/// Reads each file by the first of its formats that it looks like, or by its only one.
class FileReader final : public Reader {
 public:
  FileReader(Dialect dialect, ColumnNames& names, Wanted wanted, base::Profile* profile)
      : profile_(profile),
        dialect_(std::move(dialect)),
        roles_(names, std::move(wanted)),
        values_(dialect_.missing),
        window_(lookahead(dialect_), InputWindow::usual_block, profile) {
    const Rules rules{dialect_, roles_, values_};
    for (const auto& known : known_formats(dialect_)) {
      if (by_look() || known.format.name == dialect_.format) {
        formats_.push_back({known.format.name, known.make(rules)});
      }
    }
  }

  base::Result<void> open(const Piece& piece) override {
    const base::Operation op(profile_, base::operations::open);
    format_ = nullptr;
    if (auto opened = window_.open(piece.path); !opened) return opened;
    while (window_.text().size() < Start::most && !window_.at_end()) {
      if (auto extended = window_.extend(); !extended) return extended;
    }
    const auto fits = [start = start_of(window_), this](const auto& format) {
      return !by_look() || format.reader->looks_like(start);
    };
    const auto found = std::ranges::find_if(formats_, fits);
    if (found == formats_.end()) return base::fail("no known format");
    const bool is_splittable = splits(*found->reader);
    if (piece.begin > 0 && !is_splittable) return base::fail("cannot be split");
    const auto end = is_splittable ? piece.end : Piece::whole;
    if (auto started = found->reader->start(window_, piece.begin, end); !started) return started;
    format_ = &*found;
    format_name_.assign(found->name).append(suffix_of(window_.packing()));
    return {};
  }

  base::Result<bool> next(Batch& batch) override {
    if (format_ == nullptr) {
      batch.clear();
      return false;
    }
    base::Operation op(profile_, base::operations::parse);
    auto more = format_->reader->next(window_, batch);
    op.items(batch.rows());
    op.bytes(base::Bytes{batch.tally.bytes()});
    return more;
  }

  Tally::Amount count(const Piece& piece) override {
    format_ = nullptr;
    if (!window_.open(piece.path)) return {};
    if (piece.begin > 0) window_.seek(piece.begin);
    return window_.count_until(window_.packing() == Packing::none ? piece.end : Piece::whole);
  }

  [[nodiscard]] std::string_view format() const override {
    return format_ == nullptr ? std::string_view() : format_name_;
  }

  [[nodiscard]] const std::optional<FileState>& state() const override { return window_.state(); }

  [[nodiscard]] const std::vector<ColumnNames::Id>& text_columns() const override {
    return format_ == nullptr ? no_columns_ : format_->reader->text_columns();
  }

  [[nodiscard]] bool is_splittable() const { return format_ != nullptr && splits(*format_->reader); }

 private:
  struct NamedFormat {
    std::string name;
    std::unique_ptr<FormatReader> reader;
  };

  static std::size_t lookahead(const Dialect& dialect) {
    return std::max(RecordReader::lookahead(dialect), KeyValueReader::longest_line + 1);
  }
  [[nodiscard]] bool splits(const FormatReader& reader) const {
    return reader.is_splittable() && window_.packing() == Packing::none;
  }
  [[nodiscard]] bool by_look() const { return dialect_.format == "auto"; }

  base::Profile* profile_;
  Dialect dialect_;
  ColumnRoles roles_;
  ValueParser values_;
  InputWindow window_;
  std::vector<NamedFormat> formats_;
  std::vector<ColumnNames::Id> no_columns_;
  const NamedFormat* format_ = nullptr;  ///< of the file in hand
  std::string format_name_;
};

}  // namespace

const std::vector<Format>& formats() {
  static const std::vector<Format> all = [] {
    std::vector<Format> list;
    for (auto& known : known_formats({})) list.push_back(std::move(known.format));
    return list;
  }();
  return all;
}

Format format_of(const Dialect& dialect) {
  const auto all = known_formats(dialect);
  Format most = all.front().format;
  for (const auto& [format, make] : all) {
    if (format.name == dialect.format) return format;
    most.gamma = std::max(most.gamma, format.gamma);
    most.piece = std::max(most.piece, format.piece);
  }
  return most;
}

base::Result<std::unique_ptr<Reader>> make_reader(const Dialect& dialect, ColumnNames& names, Wanted wanted,
                                                  base::Profile* profile) {
  if (auto checked = check(dialect); !checked) return tl::unexpected(std::move(checked).error());
  return std::make_unique<FileReader>(dialect, names, std::move(wanted), profile);
}

bool can_split(const std::string& path, const Dialect& dialect, const std::vector<KeyColumn>& keys) {
  ColumnNames names;
  FileReader reader(dialect, names, {.numbers = {}, .keys = keys}, nullptr);
  return reader.open({path}) && reader.is_splittable();
}

}  // namespace winnow::read
