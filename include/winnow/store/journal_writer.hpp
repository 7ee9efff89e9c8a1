#pragma once
// Keeps records of what was done on disk, so that a run that was killed need not do it again.

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <thread>

#include "winnow/base/codec.hpp"
#include "winnow/base/error.hpp"
#include "winnow/base/log.hpp"
#include "winnow/base/profile.hpp"
#include "winnow/base/units.hpp"

namespace winnow::store {

class JournalFile;

/// When records that were appended are written: so that a process that is killed has them on disk. What a
/// machine that goes down has is told by the interval, whichever it is.
enum class WritePace {
  in_batches,  ///< when they are a mebibyte
  at_once      ///< for records that cost more to make than to write
};

/// Appends records to a journal of its own. append() never waits for the disk: a thread writes what has come,
/// and makes it durable at every interval, so a crash costs the records of one interval at most. A run that
/// ends before then leaves no file, unless it had something to write.
///
/// A journal written in batches that cannot be written (disk full) costs safety and no result: it ends there,
/// with one warning, and what was written stays good. A disk that is slower than the run costs the records
/// that do not fit in the 64 MiB that wait for it, with one warning: what they told of is not known to be
/// done.
///
/// One whose records are written at once drops none of them: they wait, and are tried again at every interval
/// and every save(). When more than 64 MiB would wait, it has ended(), and what comes is lost.
///
/// All functions are for one thread.
class JournalWriter {
 public:
  /// Begins a journal, of which `opening` is the first record. `log` must be thread-safe and outlive the
  /// writer, as must `profile`, which may be null.
  JournalWriter(std::filesystem::path path, std::span<const std::byte> opening, base::Seconds interval,
                base::Log& log, WritePace pace = WritePace::in_batches, base::Profile* profile = nullptr);

  /// Goes on with a journal that is there, behind its first `keep` bytes, which JournalReader::end() tells;
  /// what is behind them is cut off.
  JournalWriter(std::filesystem::path path, std::uint64_t keep, base::Seconds interval, base::Log& log,
                WritePace pace, base::Profile* profile = nullptr);

  JournalWriter(const JournalWriter&) = delete;
  JournalWriter& operator=(const JournalWriter&) = delete;

  /// Forgets what is not written.
  ~JournalWriter();

  /// A record is what `begin` and `rest` hold, one behind the other.
  void append(std::span<const std::byte> begin, std::span<const std::byte> rest = {});

  /// Waits until all that was appended is durable; false if that cannot be.
  bool save();

  /// Whether it takes no more records.
  [[nodiscard]] bool ended() const;

  /// Why what was appended is not all written, if it is not for want of time.
  [[nodiscard]] std::optional<base::Error> trouble() const;

  /// What was appended and is not in the file: what waits for another try.
  struct Unwritten {
    std::uint64_t behind = 0;  ///< where it would stand in the file: all before this is there
    base::Buffer records;      ///< each as base::Encoder::put_bytes() has it
  };

  /// Waits for a write that is under way. Of a journal that has ended, records may be missing.
  [[nodiscard]] Unwritten unwritten();

  /// Has that done without waiting, if the journal has a file already.
  void save_soon();

 private:
  [[nodiscard]] bool has_enough() const;
  void serve();
  void write(std::unique_lock<std::mutex>& lock, bool durably);
  [[nodiscard]] base::Result<void> put_down();
  void fail(base::Error&& error, bool is_written);
  void put_back();
  void warn();

  const base::Seconds interval_;
  const WritePace pace_;
  base::Log& log_;
  base::Profile* const profile_;
  std::unique_ptr<JournalFile> file_;  ///< of the thread alone while it has something in hand

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  base::Buffer pending_;     ///< records that wait for the thread
  base::Buffer writing_;     ///< of the thread alone, kept for its memory
  std::size_t in_hand_ = 0;  ///< bytes of it; after trouble they wait like the rest
  std::uint64_t appended_ = 0;
  std::uint64_t saved_ = 0;             ///< of these
  std::uint64_t tries_ = 0;             ///< to write
  std::optional<base::Error> trouble_;  ///< of the last try
  bool begun_ = false;                  ///< there is a file
  bool save_wanted_ = false;
  bool failed_ = false;
  bool overrun_ = false;
  bool stopping_ = false;
  std::thread thread_;  ///< from the first append on
};

}  // namespace winnow::store
