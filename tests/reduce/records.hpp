#pragma once
// Records for tests.

#include <string>
#include <utility>
#include <vector>

#include "reduce/record.hpp"
#include "winnow/base/random.hpp"

namespace winnow::reduce {

/// Records that own their bytes: key, payload.
using OwnedRecord = std::pair<std::string, std::string>;

inline Record view_of(const OwnedRecord& record) {
  return {record.first, record.second};
}

/// Everything that `source.next(Record&)` gives.
template <class Source>
std::vector<OwnedRecord> drain(Source& source) {
  std::vector<OwnedRecord> records;
  for (Record record; source.next(record);) records.emplace_back(record.key, record.payload);
  return records;
}

inline base::Buffer encoding_of(const std::vector<OwnedRecord>& records) {
  base::Buffer bytes;
  base::Encoder out(bytes);
  for (const auto& record : records) put_record(view_of(record), out);
  return bytes;
}

/// Keys as hard to sort as can be: few letters, NUL among them, long common beginnings, many equal.
inline std::vector<OwnedRecord> random_records(std::uint64_t seed, std::size_t count) {
  base::RandomSequence random(seed, 0);
  const auto text = [&random](std::uint64_t at_most) {
    std::string bytes(random.below(at_most + 1), '\0');
    for (auto& byte : bytes) byte = "\0\1a\xff"[random.below(4)];
    return bytes;
  };
  std::vector<OwnedRecord> records;
  for (std::size_t i = 0; i < count; ++i) {
    const std::string beginning(random.below(3) * 9, 'a');
    records.emplace_back(beginning + text(random.below(2) == 0 ? 3 : 20), text(5));
  }
  return records;
}

}  // namespace winnow::reduce
