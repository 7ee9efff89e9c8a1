#include "winnow/cluster/cpu_set.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>

#include "cluster/fields.hpp"
#include "winnow/base/text.hpp"

namespace winnow::cluster {
namespace {

constexpr unsigned word_bits = 64;

/// "3" or "0-3" as first and last; nothing if it is neither.
std::optional<std::pair<unsigned, unsigned>> parse_range(std::string_view text) {
  const auto dash = text.find('-');
  const auto first = number(text.substr(0, dash));
  const auto last = dash == std::string_view::npos ? first : number(text.substr(dash + 1));
  if (!first || !last || *first > *last || *last > CpuSet::largest) return std::nullopt;
  return std::pair(static_cast<unsigned>(*first), static_cast<unsigned>(*last));
}

}  // namespace

base::Result<CpuSet> CpuSet::parse(std::string_view list) {
  CpuSet set;
  if (base::trimmed(list).empty()) return set;
  for (const auto part : split(base::trimmed(list), ',')) {
    const auto range = parse_range(part);
    if (!range) {
      return base::fail(fmt::format("\"{}\" is not a list of processing units", list),
                        fmt::format("\"{}\" is neither a number nor a range", part),
                        "write it like \"0-3,8\"");
    }
    set |= CpuSet::range(range->first, range->second);
  }
  return set;
}

CpuSet CpuSet::range(unsigned first, unsigned last) {
  CpuSet set;
  for (unsigned pu = first; pu <= last; ++pu) set.add(pu);
  return set;
}

void CpuSet::add(unsigned pu) {
  const std::size_t word = pu / word_bits;
  if (word >= words_.size()) words_.resize(word + 1);
  words_[word] |= std::uint64_t{1} << (pu % word_bits);
}

bool CpuSet::contains(unsigned pu) const {
  const std::size_t word = pu / word_bits;
  return word < words_.size() && ((words_[word] >> (pu % word_bits)) & 1) != 0;
}

unsigned CpuSet::count() const {
  unsigned count = 0;
  for (const auto word : words_) count += static_cast<unsigned>(std::popcount(word));
  return count;
}

std::vector<unsigned> CpuSet::members() const {
  std::vector<unsigned> members;
  for (std::size_t i = 0; i < words_.size(); ++i) {
    for (auto word = words_[i]; word != 0; word &= word - 1) {
      members.push_back(static_cast<unsigned>(i) * word_bits + static_cast<unsigned>(std::countr_zero(word)));
    }
  }
  return members;
}

std::string CpuSet::text() const {
  std::string text;
  const auto pus = members();
  for (std::size_t first = 0; first < pus.size();) {
    std::size_t last = first;
    while (last + 1 < pus.size() && pus[last + 1] == pus[last] + 1) ++last;
    if (!text.empty()) text += ',';
    text += std::to_string(pus[first]);
    if (last > first) text += '-' + std::to_string(pus[last]);
    first = last + 1;
  }
  return text;
}

CpuSet& CpuSet::operator&=(const CpuSet& other) {
  words_.resize(std::min(words_.size(), other.words_.size()));
  for (std::size_t i = 0; i < words_.size(); ++i) words_[i] &= other.words_[i];
  trim();
  return *this;
}

CpuSet& CpuSet::operator|=(const CpuSet& other) {
  words_.resize(std::max(words_.size(), other.words_.size()));
  for (std::size_t i = 0; i < other.words_.size(); ++i) words_[i] |= other.words_[i];
  return *this;
}

void CpuSet::trim() {
  while (!words_.empty() && words_.back() == 0) words_.pop_back();
}

}  // namespace winnow::cluster
