#include "reduce/file_kernel.hpp"

#include <algorithm>
#include <utility>

namespace winnow::reduce {

FileKernel::FileKernel(std::shared_ptr<const Scheme> scheme)
    : scheme_(std::move(scheme)),
      reader_(base::value_or_throw(read::make_reader({.format = scheme_->config.format}, columns_))),
      state_(*scheme_, columns_) {
}

base::Result<void> FileKernel::run(const farm::Task& task) {
  if (scheme_->fields_of(task.payload, fields_)) {
    read_file(task);
  } else {
    reject_file(task, {}, "name does not match the pattern", scheme_->config.name);
  }
  return {};
}

void FileKernel::read_file(const farm::Task& task) {
  scheme_->locate(task.payload, piece_.path);
  Progress progress;
  if (auto opened = reader_->open(piece_); !opened) {
    return reject_file(task, progress, std::move(opened).error().problem);
  }
  for (bool more = true; more;) {
    auto next = reader_->next(batch_);
    if (!next) return reject_file(task, progress, std::move(next).error().problem);
    more = *next;
    add_batch(task.payload, progress);
  }
  if (!progress.accepted) reject_file(task, progress, "no values");
}

void FileKernel::add_batch(std::string_view path, Progress& progress) {
  for (auto& rejection : batch_.rejections) {
    state_.add(
        {std::string(path), rejection.position, std::move(rejection.reason), std::move(rejection.text)});
  }
  state_.add(batch_.tally);
  const auto& [accepted, rejected, ignored] = batch_.tally;
  progress.bytes += accepted.bytes + rejected.bytes + ignored.bytes;
  if (batch_.rows() == 0 || batch_.columns.empty()) return;
  if (!progress.accepted) state_.begin_file(path, fields_);
  progress.accepted = true;
  state_.add_rows(batch_);
}

/// What no tally told of is rejected with the file.
void FileKernel::reject_file(const farm::Task& task, const Progress& progress, std::string reason,
                             std::string text) {
  if (!progress.accepted) state_.reject_file();
  state_.reject(task.size - std::min(task.size, base::Bytes{progress.bytes}));
  state_.add({task.payload, {}, std::move(reason), std::move(text)});
}

}  // namespace winnow::reduce
