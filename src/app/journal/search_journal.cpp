#include "app/journal/search_journal.hpp"

#include <fmt/format.h>

#include <limits>
#include <system_error>
#include <utility>

#include "app/journal/opening_check.hpp"
#include "winnow/base/file.hpp"
#include "winnow/store/journal_reader.hpp"

namespace winnow::app {
namespace {

/// The first of "FILE.1", "FILE.2", … that nothing has.
std::filesystem::path free_name_beside(const std::filesystem::path& file) {
  std::error_code ignored;
  for (int number = 1;; ++number) {
    auto name = file;
    name += fmt::format(".{}", number);
    if (!std::filesystem::exists(name, ignored)) return name;
  }
}

}  // namespace

SearchJournal::SearchJournal(std::filesystem::path path, JournalOpening opening, base::Seconds interval,
                             base::Log& log, base::Profile* profile)
    : path_(std::move(path)),
      opening_(std::move(opening)),
      interval_(interval),
      log_(log),
      profile_(profile) {
}

/// What cannot even be looked at is taken to be there.
bool SearchJournal::is_there() const {
  std::error_code unknown;
  return std::filesystem::status(path_, unknown).type() != std::filesystem::file_type::not_found;
}

/// Anything behind its first two records; or it is damaged or cannot be opened, and there may be.
bool SearchJournal::has_evaluations() const {
  if (!is_there()) return false;
  auto reader = store::JournalReader::open(path_);
  if (!reader) return true;
  if (!reader->next()) return reader->lost().count > 0;
  return reader->next() && reader->next();
}

std::filesystem::path SearchJournal::set_aside() const {
  std::error_code failed;
  auto name = free_name_beside(path_);
  std::filesystem::rename(path_, name, failed);
  if (!failed) return name;
  throw base::Failure({fmt::format("cannot set {} aside", path_.string()),
                       failed.message(),
                       "move it away, or start over with --overwrite, which removes it",
                       {}});
}

std::filesystem::path SearchJournal::keep_copy() const {
  std::error_code failed;
  auto name = free_name_beside(path_);
  std::filesystem::copy_file(path_, name, failed);
  if (!failed) return name;
  std::error_code ignored;
  std::filesystem::remove(name, ignored);
  throw base::Failure(
      {fmt::format("{} is damaged, and cannot be copied to {}", path_.string(), name.string()),
       failed.message(),
       "make room for a copy: what cannot be read now is cut off",
       {}});
}

std::optional<std::filesystem::path> SearchJournal::start_over(std::uint64_t workers, bool keep) {
  std::optional<std::filesystem::path> kept;
  if (keep && has_evaluations()) kept = set_aside();
  remove();
  workers_ = workers;
  base::Buffer opening;
  encode(opening_, opening);
  writer_.emplace(path_, opening, interval_, log_, store::WritePace::at_once, profile_);
  base::Buffer begun;
  base::Encoder(begun).put_varint(workers);
  writer_->append(begun);
  digest_ = {};
  size_ = {};
  records_ = 0;
  wasteful_ = least_waste;
  return kept;
}

bool SearchJournal::go_on() {
  if (!is_there()) return false;
  auto reader = base::value_or_throw(store::JournalReader::open(path_));
  const auto first = reader.next();
  if (!first) return false;  // torn before there was anything in it
  const auto record = decode_record(*first);
  const auto* opening = std::get_if<JournalOpening>(&record);
  if (opening == nullptr) {
    throw base::Failure({fmt::format("{} is no journal of a search", path_.string()), "", "remove it", {}});
  }
  refuse_others(*opening, opening_);
  const auto begun = reader.next();
  if (!begun) return false;
  workers_ = base::Decoder(*begun).get_varint();
  digest_ = {};
  size_ = {};
  records_ = 0;
  wasteful_ = least_waste;
  while (const auto one = reader.next()) note(*one);
  lost_ = {reader.lost(), {}};
  if (lost_.size.count > 0 && !reader.is_torn()) lost_.copy = keep_copy();
  writer_.emplace(path_, reader.end(), interval_, log_, store::WritePace::at_once, profile_);
  return true;
}

void SearchJournal::read(const std::function<void(std::span<const std::byte>)>& record) {
  constexpr std::uint64_t own_records = 2;
  std::uint64_t index = 0;
  const auto give = [&](std::span<const std::byte> next) {
    if (index++ >= own_records) record(next);
  };
  store::JournalWriter::Unwritten rest{std::numeric_limits<std::uint64_t>::max(), {}};
  if (writer_ && !writer_->save()) rest = writer_->unwritten();
  if (rest.behind > 0 && is_there()) {
    auto reader = base::value_or_throw(store::JournalReader::open(path_, rest.behind));
    while (const auto next = reader.next()) give(*next);
  }
  base::Decoder waiting(rest.records);
  while (!waiting.at_end()) give(waiting.get_bytes());
}

void SearchJournal::append(std::span<const std::byte> record) {
  writer_->append(record);
  note(record);
  if (digest_.stale() > wasteful_ && digest_.stale() + digest_.stale() > size_) compact();
}

void SearchJournal::note(std::span<const std::byte> record) {
  digest_.see(record);
  size_ += base::Bytes{record.size()};
  ++records_;
}

/// Where there is no room for it the journal stays what it is, until as much has become stale once more.
void SearchJournal::compact() {
  wasteful_ = digest_.stale() + least_waste;
  if (!writer_->save()) return;
  base::remove_leftovers_beside(path_);
  const auto beside = base::temporary_beside(path_);
  if (!copy_to(beside) || !base::put_in_place(beside, path_)) {
    std::error_code ignored;
    std::filesystem::remove(beside, ignored);
    return;
  }
  auto lost = lost_;
  if (!go_on()) throw base::Failure({path_.string() + " was lost", "another program removed it", "", {}});
  lost_ = std::move(lost);
}

/// What is needed, durably; false if it cannot be, which is nothing to warn of.
bool SearchJournal::copy_to(const std::filesystem::path& file) {
  auto reader = store::JournalReader::open(path_);
  if (!reader) return false;
  const auto opening = reader->next();
  if (!opening) return false;
  base::MemoryLog unheard;
  store::JournalWriter copy(file, *opening, interval_, unheard, store::WritePace::at_once, profile_);
  if (const auto begun = reader->next()) copy.append(*begun);
  base::Bytes waiting;
  for (std::uint64_t index = 0; const auto record = reader->next(); ++index) {
    if (!digest_.needs(index)) continue;
    copy.append(*record);
    waiting += base::Bytes{record->size()};
    if (waiting <= least_waste) continue;
    if (!copy.save()) return false;
    waiting = {};
  }
  return copy.save();
}

bool SearchJournal::has_all() {
  std::uint64_t given = 0;
  read([&](std::span<const std::byte>) { ++given; });
  return given == records_;
}

base::Error SearchJournal::trouble() const {
  return writer_->trouble().value_or(base::Error{"cannot write " + path_.string(), "", "", {}});
}

void SearchJournal::remove() {
  writer_.reset();
  std::error_code ignored;
  std::filesystem::remove(path_, ignored);
  std::filesystem::remove(path_.parent_path(), ignored);  // if it is empty
}

}  // namespace winnow::app
