#include "reduce/file_kernel.hpp"

#include <algorithm>
#include <utility>

#include "reduce/file_task.hpp"

namespace winnow::reduce {
namespace {

std::unique_ptr<read::Reader> reader_for(const Scheme& scheme, read::ColumnNames& columns) {
  const auto wish = [&scheme](std::string_view column) { return scheme.wish_for(column); };
  return base::value_or_throw(
      read::make_reader(scheme.config.dialect, columns, {.numbers = wish, .keys = scheme.key_columns}));
}

}  // namespace

FileKernel::FileKernel(std::shared_ptr<const Scheme> scheme)
    : scheme_(std::move(scheme)), reader_(reader_for(*scheme_, columns_)), state_(*scheme_, columns_) {
}

base::Result<void> FileKernel::run(const farm::Task& task) {
  read_payload(task.payload, piece_);
  Progress progress{.size = task.size};
  if (scheme_->fields_of(piece_.path, fields_)) {
    read_file(progress);
  } else {
    reject_file(progress, "name does not match the pattern", scheme_->config.name);
  }
  if (!is_whole(piece_)) state_.add(PieceNote{piece_.path, piece_.begin, progress.lines, progress.accepted});
  return {};
}

void FileKernel::read_file(Progress& progress) {
  scheme_->locate(piece_.path, full_.path);
  full_.begin = piece_.begin;
  full_.end = piece_.end;
  if (auto opened = reader_->open(full_); !opened) {
    return reject_file(progress, std::move(opened).error().problem);
  }
  if (piece_.begin == 0) state_.add_format(reader_->format());
  for (const auto column : reader_->text_columns()) state_.add_text_column(columns_.name_of(column));
  std::string failed;
  for (bool more = true; more && failed.empty();) {
    auto next = reader_->next(batch_);
    if (next) {
      more = *next;
      add_batch(progress);
    } else {
      failed = std::move(next).error().problem;
    }
  }
  if (progress.accepted) state_.end_file();
  if (!failed.empty()) {
    reject_file(progress, std::move(failed));
  } else if (!progress.accepted && is_whole(piece_)) {
    reject_file(progress, "no values");
  }
}

/// A report is one row, which spares it the work that files of many rows take.
LocalState::Extent FileKernel::extent() const {
  if (!is_whole(piece_)) return LocalState::Extent::piece;
  return reader_->format().starts_with("key-value") ? LocalState::Extent::row : LocalState::Extent::whole;
}

void FileKernel::add_batch(Progress& progress) {
  for (auto& rejection : batch_.rejections) {
    state_.add({piece_.path, rejection.position, std::move(rejection.reason), std::move(rejection.text)},
               piece_.begin == 0);
  }
  state_.add(batch_.tally);
  for (const auto& amount : {batch_.tally.accepted, batch_.tally.rejected, batch_.tally.ignored}) {
    progress.bytes += amount.bytes;
    progress.lines += amount.lines;
  }
  if (batch_.rows() == 0) return;
  if (!progress.accepted) state_.begin_file(piece_.path, fields_, extent());
  progress.accepted = true;
  state_.add_rows(batch_);
}

/// What no tally told of is rejected with the file; how much that is of a compressed one, nobody knows.
void FileKernel::reject_file(const Progress& progress, std::string reason, std::string text) {
  if (!progress.accepted && is_whole(piece_)) state_.reject_file();
  const bool compressed = reader_->format().find('.') != std::string_view::npos;
  if (!compressed) state_.reject(progress.size - std::min(progress.size, base::Bytes{progress.bytes}));
  state_.add({piece_.path, {0, piece_.begin}, std::move(reason), std::move(text)});
}

}  // namespace winnow::reduce
