#include "reduce/record_spool.hpp"

#include <cassert>

namespace winnow::reduce {
namespace {

constexpr auto read_block = base::kibibytes(256);

bool are_records(std::span<const std::byte> bytes) {
  base::Decoder in(bytes);
  while (in.ok() && !in.at_end()) get_record(in);
  return in.ok();
}

}  // namespace

bool RecordSpool::append(std::span<const std::byte> records) {
  assert(!in_);
  if (!are_records(records)) return false;
  for (base::Decoder in(records); !in.at_end();) sample_.add(get_record(in).key);
  if (held_.size() + records.size() > memory_.count) {
    file_.append(held_);
    held_.clear();
  }
  if (records.size() > memory_.count) {
    file_.append(records);
  } else {
    held_.insert(held_.end(), records.begin(), records.end());
  }
  return true;
}

bool RecordSpool::next(Record& record) {
  if (!in_) {
    in_.emplace(held_);
    spilled_.emplace(file_, 0, file_.size(), read_block);
  }
  if (spilled_->next(record)) return true;
  if (in_->at_end()) return false;
  record = get_record(*in_);
  return true;
}

}  // namespace winnow::reduce
