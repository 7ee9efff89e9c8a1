#include "winnow/store/journal_writer.hpp"

#include <chrono>
#include <utility>

#include "store/journal_file.hpp"
#include "winnow/base/operations.hpp"

namespace winnow::store {
namespace {

/// What waits is written when it is so much.
constexpr std::size_t segment_size = std::size_t{1} << 20;

/// No more than this waits.
constexpr std::size_t most_pending = std::size_t{64} << 20;

/// No more than this is written and not durable, so that making it so never takes long.
constexpr std::uint64_t most_unsynced = std::uint64_t{256} << 20;

}  // namespace

JournalWriter::JournalWriter(std::filesystem::path path, std::span<const std::byte> opening,
                             base::Seconds interval, base::Log& log, WritePace pace, base::Profile* profile)
    : interval_(interval),
      pace_(pace),
      log_(log),
      profile_(profile),
      file_(std::make_unique<JournalFile>(std::move(path))) {
  base::Encoder(pending_).put_bytes(opening);
}

JournalWriter::JournalWriter(std::filesystem::path path, std::uint64_t keep, base::Seconds interval,
                             base::Log& log, WritePace pace, base::Profile* profile)
    : interval_(interval),
      pace_(pace),
      log_(log),
      profile_(profile),
      file_(std::make_unique<JournalFile>(std::move(path), keep)),
      begun_(true) {
}

JournalWriter::~JournalWriter() {
  if (!thread_.joinable()) return;
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void JournalWriter::append(std::span<const std::byte> begin, std::span<const std::byte> rest) {
  const std::scoped_lock lock(mutex_);
  if (failed_) return;
  const auto size = begin.size() + rest.size();
  const auto waiting = pending_.size() + (trouble_ ? in_hand_ : 0);
  if (waiting + size > most_pending && waiting > segment_size) {
    if (pace_ == WritePace::at_once) {
      failed_ = true;
      return;
    }
    if (!std::exchange(overrun_, true)) {
      log_.warning(
          "the checkpoint's disk is slower than the run: some of the work would be done again after a crash");
    }
    return;
  }
  base::Encoder(pending_).put_varint(size);
  pending_.insert(pending_.end(), begin.begin(), begin.end());
  pending_.insert(pending_.end(), rest.begin(), rest.end());
  ++appended_;
  if (!thread_.joinable()) thread_ = std::thread([this] { serve(); });
  if (has_enough()) changed_.notify_all();
}

bool JournalWriter::has_enough() const {
  return !trouble_ && pending_.size() >= (pace_ == WritePace::at_once ? 1 : segment_size);
}

bool JournalWriter::save() {
  std::unique_lock lock(mutex_);
  const auto wanted = appended_;
  if (failed_ || saved_ == wanted) return !failed_;
  const auto tries = tries_;
  save_wanted_ = true;
  changed_.notify_all();
  changed_.wait(lock, [&] { return failed_ || saved_ >= wanted || (trouble_ && tries_ > tries); });
  return saved_ >= wanted;
}

bool JournalWriter::ended() const {
  const std::scoped_lock lock(mutex_);
  return failed_;
}

std::optional<base::Error> JournalWriter::trouble() const {
  const std::scoped_lock lock(mutex_);
  return trouble_;
}

JournalWriter::Unwritten JournalWriter::unwritten() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return in_hand_ == 0; });
  return {file_->end(), pending_};
}

void JournalWriter::save_soon() {
  const std::scoped_lock lock(mutex_);
  save_wanted_ = begun_;
  changed_.notify_all();
}

void JournalWriter::serve() {
  using Clock = std::chrono::steady_clock;
  if (profile_ != nullptr) profile_->name_thread("journal");
  const auto interval =
      std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(interval_.count));
  auto due = Clock::now() + interval;
  std::unique_lock lock(mutex_);
  for (;;) {
    const bool called =
        changed_.wait_until(lock, due, [&] { return stopping_ || save_wanted_ || has_enough(); });
    if (stopping_ || failed_) return;
    const bool durably = save_wanted_ || !called;
    save_wanted_ = false;
    write(lock, durably);
    if (durably) due = Clock::now() + interval;
  }
}

/// Lets go of the lock while the disk is at work.
void JournalWriter::write(std::unique_lock<std::mutex>& lock, bool durably) {
  std::swap(pending_, writing_);
  in_hand_ = writing_.size();
  const auto appended = appended_;
  begun_ = true;
  lock.unlock();
  base::Result<void> done;
  if (!writing_.empty()) done = put_down();
  const bool is_written = done.has_value();
  durably = durably || file_->unsynced() >= most_unsynced;
  if (done && durably) {
    const base::Operation op(profile_, base::operations::checkpoint);
    done = file_->sync();
  }
  lock.lock();
  ++tries_;
  if (!done) {
    fail(std::move(done).error(), is_written);
  } else {
    trouble_.reset();
    if (durably) saved_ = appended;
  }
  writing_.clear();
  in_hand_ = 0;
  changed_.notify_all();
}

base::Result<void> JournalWriter::put_down() {
  base::Operation op(profile_, base::operations::journal_write);
  op.bytes({writing_.size()});
  return file_->append(writing_);
}

/// What the disk has taken and not made durable may be lost: behind that, nothing can be written any more.
void JournalWriter::fail(base::Error&& error, bool is_written) {
  const bool is_new = !trouble_;
  trouble_ = std::move(error);
  if (pace_ == WritePace::at_once && !is_written) {
    put_back();
  } else {
    failed_ = true;
    base::Buffer().swap(pending_);
  }
  if (is_new) warn();
}

void JournalWriter::put_back() {
  writing_.insert(writing_.end(), pending_.begin(), pending_.end());
  std::swap(pending_, writing_);
}

void JournalWriter::warn() {
  const bool is_tried_again = !failed_;
  log_.warning(base::Error{
      (is_tried_again ? "what is done is kept in memory, until it can be written: "
                      : "the run goes on without further checkpoints: ") +
          trouble_->problem,
      trouble_->why,
      is_tried_again
          ? "free space there"
          : "free space there, or set [checkpoint] path to a folder on another disk, before the next run",
      {}}.text());
}

}  // namespace winnow::store
