#include "winnow/farm/ledger.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cassert>
#include <cerrno>
#include <iterator>

#include "winnow/farm/message.hpp"

namespace winnow::farm {
namespace {

constexpr std::size_t block_size = 64 << 10;

[[noreturn]] void give_up(std::string_view verb) {
  throw base::Failure({fmt::format("cannot {} the farm's temporary file", verb),
                       base::system_words(errno),
                       "free space there or set TMPDIR to another folder",
                       {}});
}

}  // namespace

void MemoryLedger::read(TaskId first, TaskId last, const std::function<void(Task&&)>& give) {
  auto task = std::lower_bound(tasks_.begin(), tasks_.end(), first,
                               [](const Task& one, TaskId id) { return one.id < id; });
  for (; task != tasks_.end() && task->id < last; ++task) give(Task(*task));
}

base::Result<FileLedger> FileLedger::create(const std::string& folder) {
  std::string name = folder + "/winnow-ledger-XXXXXX";
  base::Descriptor file(::mkostemp(name.data(), O_CLOEXEC));
  if (!file.is_open()) {
    return base::fail(fmt::format("cannot make a temporary file in {}", folder), base::system_words(errno),
                      "set TMPDIR to a folder that can be written");
  }
  ::unlink(name.c_str());
  return FileLedger(std::move(file));
}

void FileLedger::append(const Task& task) {
  if (open_.empty()) blocks_.push_back({task.id, written_});
  base::Encoder encoder(open_);
  encode(task, encoder);
  if (open_.size() >= block_size) write_block();
}

void FileLedger::write_block() {
  std::size_t done = 0;
  while (done < open_.size()) {
    const auto wrote =
        ::pwrite(file_.get(), open_.data() + done, open_.size() - done, static_cast<off_t>(written_ + done));
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote < 0) give_up("write");
    done += static_cast<std::size_t>(wrote);
  }
  written_ += open_.size();
  open_.clear();
}

base::Buffer FileLedger::load(std::size_t block) const {
  const auto offset = blocks_[block].offset;
  if (offset == written_) return open_;
  const auto end = block + 1 < blocks_.size() ? blocks_[block + 1].offset : written_;
  base::Buffer bytes(end - offset);
  std::size_t done = 0;
  while (done < bytes.size()) {
    const auto got =
        ::pread(file_.get(), bytes.data() + done, bytes.size() - done, static_cast<off_t>(offset + done));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) give_up("read");
    done += static_cast<std::size_t>(got);
  }
  return bytes;
}

void FileLedger::read(TaskId first, TaskId last, const std::function<void(Task&&)>& give) {
  const auto after = std::upper_bound(blocks_.begin(), blocks_.end(), first,
                                      [](TaskId id, const Block& block) { return id < block.first; });
  auto block = static_cast<std::size_t>(std::distance(blocks_.begin(), after));
  if (block > 0) --block;
  for (; block < blocks_.size() && blocks_[block].first < last; ++block) {
    const auto bytes = load(block);
    base::Decoder decoder(bytes);
    while (decoder.ok() && !decoder.at_end()) {
      Task task = decode_task(decoder);
      assert(decoder.ok() && "the ledger reads what it wrote");
      if (task.id >= first && task.id < last) give(std::move(task));
    }
  }
}

}  // namespace winnow::farm
