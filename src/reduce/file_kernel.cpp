#include "reduce/file_kernel.hpp"

#include <algorithm>
#include <utility>

#include "reduce/file_task.hpp"
#include "winnow/base/operations.hpp"

namespace winnow::reduce {
namespace {

/// A larger file is worth a way back to the master, which cuts it in pieces or hands it out among the first.
constexpr auto largest_unweighed = base::mebibytes(1);

std::unique_ptr<read::Reader> reader_for(const Scheme& scheme, read::ColumnNames& columns,
                                         base::Profile* profile) {
  const auto wish = [&scheme](std::string_view column) { return scheme.wish_for(column); };
  return base::value_or_throw(read::make_reader(scheme.config.dialect, columns,
                                                {.numbers = wish, .keys = scheme.key_columns}, profile));
}

}  // namespace

FileKernel::FileKernel(std::shared_ptr<const Scheme> scheme, FirstRejection& first, base::Bytes group_memory,
                       base::Profile* profile, base::Reclaimer* reclaimer, base::HeldMemory* held)
    : scheme_(std::move(scheme)),
      first_(first),
      profile_(profile),
      group_memory_(group_memory),
      reclaim_(reclaimer, "buffers of kernels"),
      held_(held) {
  make_buffers();
}

void FileKernel::make_buffers() {
  reader_ = reader_for(*scheme_, columns_, profile_);
  state_ = std::make_unique<LocalState>(*scheme_, columns_, group_memory_);
  batch_ = {};
}

/// Nothing is in the state then, so all can be made anew.
void FileKernel::take(base::Buffer& partial) {
  state_->take(partial);
  held_.set({partial.size()});
  reclaim_.heed([this] { make_buffers(); });
}

base::Result<farm::TaskEnd> FileKernel::run(const farm::Task& task) {
  read_payload(task.payload, piece_);
  scheme_->locate(piece_.path, full_.path);
  full_.begin = piece_.begin;
  full_.end = piece_.end;
  const bool matches = scheme_->fields_of(piece_.path, fields_);
  auto opened = matches ? reader_->open(full_) : base::Result<void>();
  if (matches && opened && is_to_be_handed_back(task)) return farm::TaskEnd{0, true};
  auto progress = weighed(task, matches ? reader_->state() : std::nullopt);
  if (matches && opened) {
    read_file(progress);
  } else {
    reject_file(progress, matches ? std::move(opened).error().problem : "name does not match the pattern",
                matches ? std::string() : scheme_->config.name);
    reject_rest(progress);
  }
  if (!is_whole(piece_)) state_->add(PieceNote{piece_.path, piece_.begin, progress.lines, progress.accepted});
  held_.set(state_->memory());
  return farm::TaskEnd{progress.revision, false};
}

bool FileKernel::is_to_be_handed_back(const farm::Task& task) const {
  return task.revision == 0 && is_whole(piece_) &&
         reader_->state()->size > std::min(largest_unweighed, scheme_->config.piece);
}

/// The beginning of work on a file, which is counted among the inputs unless it comes in pieces. The file
/// system is asked only for what could not be opened.
FileKernel::Progress FileKernel::weighed(const farm::Task& task, std::optional<read::FileState> state) {
  if (!state) state = read::state_of(full_.path);
  Progress progress;
  progress.size = state && is_whole(piece_) ? state->size : task.size;
  progress.revision = revision_of(state.value_or(read::FileState{task.size}));
  if (is_whole(piece_)) state_->add_input(piece_.path, progress.size, progress.revision);
  return progress;
}

void FileKernel::read_file(Progress& progress) {
  if (piece_.begin == 0) add_traits();
  std::string failed;
  for (bool more = true; more && failed.empty() && !first_.is_there();) {
    auto next = reader_->next(batch_);
    if (next) {
      more = *next;
      add_batch(progress);
    } else {
      failed = std::move(next).error().problem;
      progress.broke_off = progress.lines > 0;
    }
  }
  if (progress.accepted) state_->end_file();
  if (!failed.empty()) {
    reject_file(progress, std::move(failed));
    reject_rest(progress);
  } else if (!progress.accepted && is_whole(piece_)) {
    reject_file(progress, "no values");
  }
}

/// What is to be said of the file once, in whatever pieces it comes.
void FileKernel::add_traits() {
  state_->add_format(reader_->format());
  for (const auto column : reader_->text_columns()) {
    state_->add_text_column(columns_.name_of(column), piece_.path);
  }
}

/// A report is one row, which spares it the work that files of many rows take.
LocalState::Extent FileKernel::extent() const {
  if (!is_whole(piece_)) return LocalState::Extent::piece;
  return reader_->format().starts_with(read::key_value_format) ? LocalState::Extent::row
                                                               : LocalState::Extent::whole;
}

void FileKernel::add_batch(Progress& progress) {
  for (auto& rejection : batch_.rejections) {
    reject({piece_.path, rejection.position, std::move(rejection.reason), std::move(rejection.text)},
           piece_.begin == 0);
  }
  state_->add(batch_.tally);
  for (const auto& amount : {batch_.tally.accepted, batch_.tally.rejected, batch_.tally.ignored}) {
    progress.bytes += amount.bytes;
    progress.lines += amount.lines;
  }
  if (batch_.rows() == 0) return;
  base::Operation op(profile_, base::operations::fold, base::MeasureMemory::yes);
  op.items(batch_.rows());
  if (!progress.accepted) state_->begin_file(piece_.path, fields_, extent());
  progress.accepted = true;
  state_->add_rows(batch_);
}

void FileKernel::reject_file(const Progress& progress, std::string reason, std::string text) {
  if (!progress.accepted && is_whole(piece_)) state_->reject_file();
  read::Position place{0, piece_.begin};
  if (progress.broke_off) place = {progress.lines + 1, piece_.begin + progress.bytes};
  reject({piece_.path, place, std::move(reason), std::move(text)}, piece_.begin == 0 || !progress.broke_off);
}

/// What no tally told of is rejected with the file. Of one that is no text, these are its bytes as they lie
/// there. Where the run ends, nobody asks for them.
void FileKernel::reject_rest(const Progress& progress) {
  if (first_.is_there()) return;
  auto all = reader_->count(full_);
  if (all.bytes == 0) all.bytes = progress.size.count;
  state_->reject(
      {all.lines - std::min(all.lines, progress.lines), all.bytes - std::min(all.bytes, progress.bytes)});
}

void FileKernel::reject(const Rejected& rejected, bool line_known) {
  first_.note(rejected, line_known);
  state_->add(rejected, line_known);
}

}  // namespace winnow::reduce
