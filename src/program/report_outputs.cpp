// The form "report": files that the readers of `read` know.

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "program/outputs.hpp"
#include "winnow/base/text.hpp"
#include "winnow/read/batch.hpp"
#include "winnow/read/reader.hpp"

namespace winnow::program {
namespace {

/// A report's last row, and what was rejected in its place.
struct LastRow {
  std::vector<Figure> columns;
  std::optional<read::Rejection> rejection;
};

void take_row(const read::Batch& batch, const read::ColumnNames& names, LastRow& last) {
  if (batch.rows() == 0) return;
  last.columns.clear();
  for (std::size_t i = 0; i < batch.columns.size(); ++i) {
    last.columns.push_back({names.name_of(batch.columns[i]), batch.column(i).back()});
  }
}

/// Of a table, a record after its last row: that would have been the last row.
void take_rejected_record(const read::Batch& batch, LastRow& last) {
  if (batch.rows() > 0) last.rejection.reset();
  const auto line = batch.rows() > 0 ? batch.positions.back().line : 0;
  for (const auto& rejection : batch.rejections) {
    if (rejection.position.line > line) last.rejection = rejection;
  }
}

/// Of a key-value report, which is one row, a line with a key that was wanted.
void take_rejected_key(const read::Batch& batch, const std::vector<std::string>& wanted, LastRow& last) {
  for (const auto& rejection : batch.rejections) {
    const bool is_wanted = std::ranges::any_of(
        wanted, [&](const std::string& name) { return rejection.text.starts_with(name + ":"); });
    if (is_wanted && rejection.reason != read::repeated_key) last.rejection = rejection;
  }
}

base::Result<LastRow> read_last(const OutputSpec& spec, const std::filesystem::path& file) {
  read::ColumnNames names;
  read::Wanted wanted;
  wanted.numbers = [&spec](std::string_view column) {
    const bool named = std::ranges::find(spec.names, column) != spec.names.end();
    return named ? read::Wish::by_name : read::Wish::if_numbers;
  };
  const auto reader = read::make_reader(spec.dialect, names, std::move(wanted));
  if (!reader) return tl::unexpected(reader.error());
  if (auto opened = (*reader)->open({file.string()}); !opened)
    return tl::unexpected(std::move(opened).error());
  LastRow last;
  read::Batch batch;
  for (;;) {
    const auto more = (*reader)->next(batch);
    if (!more) return tl::unexpected(more.error());
    take_row(batch, names, last);
    if ((*reader)->format().starts_with(read::key_value_format)) {
      take_rejected_key(batch, spec.names, last);
    } else {
      take_rejected_record(batch, last);
    }
    if (!*more) return last;
  }
}

}  // namespace

OutputsOrFailure outputs_of_report(const OutputSpec& spec, const std::filesystem::path& file) {
  const auto where = file.filename().string();
  const auto last = read_last(spec, file);
  if (!last) {
    const bool is_empty = last.error().problem == read::empty_file;
    return failed(is_empty ? FailureKind::no_output : FailureKind::unparsable,
                  fmt::format("{} is not readable: {}", where, last.error().text()));
  }
  if (const auto& rejection = last->rejection) {
    return failed(FailureKind::unparsable, fmt::format("{}:{}: {}: {}", where, rejection->position.line,
                                                       rejection->reason, base::printable(rejection->text)));
  }
  Outputs outputs;
  for (const auto& name : spec.names) {
    const auto column = std::ranges::find(last->columns, name, &Figure::name);
    if (column == last->columns.end()) {
      return failed(FailureKind::unparsable, fmt::format("{} has no {}", where, name));
    }
    if (auto taken = take_output(outputs, name, column->value); !taken) return tl::unexpected(taken.error());
  }
  for (const auto& column : last->columns) {
    if (std::ranges::find(spec.names, column.name) == spec.names.end()) {
      take_figure(outputs, column.name, column.value);
    }
  }
  return outputs;
}

}  // namespace winnow::program
