#include "reduce/record_sorter.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

#include "reduce/record_reader.hpp"

namespace winnow::reduce {
namespace {

/// Runs merged at a time: with more, the blocks read of each would be so small that seeking rules.
constexpr std::size_t fan_in = 64;

constexpr auto least_block = base::kibibytes(4);

/// Gathers records into blocks on their way into a file.
class RecordWriter {
 public:
  explicit RecordWriter(ScratchFile& file) : file_(file), begin_(file.size()) {}

  void put(const Record& record) {
    base::Encoder out(block_);
    put_record(record, out);
    if (block_.size() >= base::kibibytes(256).count) flush();
  }

  void flush() {
    file_.append(block_);
    block_.clear();
  }

  [[nodiscard]] std::uint64_t begin() const { return begin_; }

 private:
  ScratchFile& file_;
  std::uint64_t begin_;
  base::Buffer block_;
};

}  // namespace

/// A heap of the runs' readers, the one with the first record on top.
class RecordSorter::Merge {
 public:
  Merge(const ScratchFile& file, std::span<const Run> runs, base::Bytes memory) {
    const auto block =
        std::max(least_block, base::Bytes{memory.count / std::max<std::size_t>(1, runs.size())});
    for (const auto& run : runs) {
      auto input = std::make_unique<Input>(Input{RecordReader(file, run.begin, run.end, block), {}});
      if (input->reader.next(input->record)) inputs_.push_back(std::move(input));
    }
    std::ranges::make_heap(inputs_, comes_later);
  }

  bool next(Record& record) {
    if (given_) advance();
    given_ = !inputs_.empty();
    if (given_) record = inputs_.front()->record;
    return given_;
  }

 private:
  struct Input {
    RecordReader reader;
    Record record;  ///< in the reader's block
  };
  using InputPointer = std::unique_ptr<Input>;

  static bool comes_later(const InputPointer& a, const InputPointer& b) { return b->record < a->record; }

  void advance() {
    std::ranges::pop_heap(inputs_, comes_later);
    auto& input = *inputs_.back();
    if (input.reader.next(input.record)) {
      std::ranges::push_heap(inputs_, comes_later);
    } else {
      inputs_.pop_back();
    }
  }

  std::vector<InputPointer> inputs_;
  bool given_ = false;  ///< the record on top is in use until the next call
};

RecordSorter::RecordSorter(std::string folder, base::Bytes memory)
    : memory_(memory), file_(std::move(folder)) {
}

RecordSorter::~RecordSorter() = default;

void RecordSorter::add(const Record& record) {
  assert(!merge_);
  held_.add(record);
  ++size_;
  if (held_.memory() >= memory_) spill();
}

void RecordSorter::sort() {
  if (runs_.empty()) {
    held_.sort();
    return;
  }
  spill();
  held_ = {};
  while (runs_.size() > fan_in) {
    ScratchFile merged(file_.folder());
    std::vector<Run> longer;
    for (std::size_t i = 0; i < runs_.size(); i += fan_in) {
      longer.push_back(merge(std::span(runs_).subspan(i, std::min(fan_in, runs_.size() - i)), merged));
    }
    file_ = std::move(merged);
    runs_ = std::move(longer);
  }
  merge_ = std::make_unique<Merge>(file_, runs_, memory_);
}

bool RecordSorter::next(Record& record) {
  if (merge_) return merge_->next(record);
  if (next_held_ == held_.size()) return false;
  record = held_[next_held_++];
  return true;
}

void RecordSorter::spill() {
  held_.sort();
  RecordWriter writer(file_);
  for (std::size_t i = 0; i < held_.size(); ++i) writer.put(held_[i]);
  writer.flush();
  runs_.push_back({writer.begin(), file_.size()});
  held_.clear();
}

RecordSorter::Run RecordSorter::merge(std::span<const Run> runs, ScratchFile& into) const {
  RecordWriter writer(into);
  Merge records(file_, runs, memory_);
  for (Record record; records.next(record);) writer.put(record);
  writer.flush();
  return {writer.begin(), into.size()};
}

}  // namespace winnow::reduce
