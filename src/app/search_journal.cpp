#include "app/search_journal.hpp"

#include <fmt/format.h>

#include <system_error>
#include <utility>

#include "app/opening_check.hpp"
#include "winnow/store/journal_reader.hpp"

namespace winnow::app {

SearchJournal::SearchJournal(std::filesystem::path path, JournalOpening opening, base::Seconds interval,
                             base::Log& log)
    : path_(std::move(path)), opening_(std::move(opening)), interval_(interval), log_(log) {
}

void SearchJournal::start_over(std::uint64_t workers) {
  remove();
  workers_ = workers;
  base::Buffer opening;
  encode(opening_, opening);
  writer_.emplace(path_, opening, interval_, log_, store::WritePace::at_once);
  base::Buffer begun;
  base::Encoder(begun).put_varint(workers);
  writer_->append(begun);
}

bool SearchJournal::go_on() {
  std::error_code ignored;
  if (!std::filesystem::exists(path_, ignored)) return false;
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
  while (reader.next()) continue;
  lost_ = reader.lost();
  writer_.emplace(path_, reader.end(), interval_, log_, store::WritePace::at_once);
  return true;
}

void SearchJournal::read(const std::function<void(std::span<const std::byte>)>& record) {
  if (writer_) static_cast<void>(writer_->save());
  auto reader = store::JournalReader::open(path_);
  if (!reader || !reader->next() || !reader->next()) return;  // nothing was ever told
  while (const auto next = reader->next()) record(*next);
}

void SearchJournal::remove() {
  writer_.reset();
  std::error_code ignored;
  std::filesystem::remove(path_, ignored);
  std::filesystem::remove(path_.parent_path(), ignored);  // if it is empty
}

}  // namespace winnow::app
