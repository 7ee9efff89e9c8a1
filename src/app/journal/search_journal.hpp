#pragma once
// The journal of a run's searches, on disk: every evaluation that takes longer than to write it down, as soon
// as it is known, and now and then the state of each search. Before these stand a JournalOpening, and a
// varint: the workers that the searches were begun with.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>

#include "app/journal/journal_record.hpp"
#include "winnow/base/log.hpp"
#include "winnow/base/profile.hpp"
#include "winnow/base/units.hpp"
#include "winnow/optimize/journal.hpp"
#include "winnow/optimize/journal_digest.hpp"
#include "winnow/store/journal_writer.hpp"

namespace winnow::app {

/// Where records that nobody needs any more are half of the file, it is written anew without them, beside it,
/// and takes its place.
class SearchJournal final : public optimize::Journal {
 public:
  /// `opening` says what it is of. `log` must be thread-safe and outlive it, as must `profile`, which may be
  /// null.
  SearchJournal(std::filesystem::path path, JournalOpening opening, base::Seconds interval, base::Log& log,
                base::Profile* profile = nullptr);

  /// Begins anew, with so many workers. What is there goes, unless it is to `keep` the evaluations of an
  /// earlier run: then it is set aside, under the name that this gives, as is what cannot be opened. Throws
  /// base::Failure if that cannot be.
  std::optional<std::filesystem::path> start_over(std::uint64_t workers, bool keep);

  /// Goes on with what is there, behind its last record that is whole; false if there is nothing. Throws
  /// base::Failure if that is of another study or version, or cannot be opened, or is damaged and cannot be
  /// copied.
  bool go_on();

  /// That the searches were begun with: what of their course depends on this keeps to it.
  [[nodiscard]] std::uint64_t workers() const { return workers_; }

  /// Of the journal gone on with: what is cut off.
  struct Lost {
    base::Bytes size;
    std::optional<std::filesystem::path> copy;  ///< of the whole journal, where more is lost than a torn end
  };
  [[nodiscard]] const Lost& lost() const { return lost_; }

  void append(std::span<const std::byte> record) override;
  [[nodiscard]] bool ended() const override { return writer_->ended(); }
  /// What cannot be written is given from memory. Throws base::Failure if the file cannot be opened.
  void read(const std::function<void(std::span<const std::byte>)>& record) override;

  /// Waits until everything is durable; false if that cannot be.
  bool save() { return writer_->save(); }

  /// Whether read() gives all that was appended. Not so where more was than may wait to be written.
  [[nodiscard]] bool has_all();

  /// Why save() was in vain.
  [[nodiscard]] base::Error trouble() const;

  void remove();

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  /// Of stale records: less is not worth to be written anew for.
  static constexpr auto least_waste = base::mebibytes(16);

  [[nodiscard]] bool is_there() const;
  [[nodiscard]] bool has_evaluations() const;
  void note(std::span<const std::byte> record);
  void compact();
  [[nodiscard]] bool copy_to(const std::filesystem::path& file);
  [[nodiscard]] std::filesystem::path set_aside() const;
  [[nodiscard]] std::filesystem::path keep_copy() const;

  std::filesystem::path path_;
  JournalOpening opening_;
  base::Seconds interval_;
  base::Log& log_;
  base::Profile* profile_;
  std::uint64_t workers_ = 0;
  Lost lost_;
  std::optional<store::JournalWriter> writer_;
  optimize::JournalDigest digest_;  ///< of the records behind the first two
  base::Bytes size_;                ///< of these
  std::uint64_t records_ = 0;       ///< likewise
  base::Bytes wasteful_ = least_waste;
};

}  // namespace winnow::app
