#include "sim/imagined_job.hpp"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <stdexcept>
#include <utility>

namespace winnow::sim {

std::uint64_t number_of(const farm::Task& task) {
  std::uint64_t number = 0;
  assert(task.payload.size() == sizeof number);
  std::memcpy(&number, task.payload.data(), sizeof number);
  return number;
}

farm::Source::State ImaginedSource::pull(std::size_t credits, std::vector<farm::Task>& tasks) {
  const auto end = next_ + std::min<std::uint64_t>(credits, world_.tasks - next_);
  for (; next_ < end; ++next_) {
    auto task = world_.make_task ? world_.make_task(next_) : farm::Task{};
    task.payload.assign(reinterpret_cast<const char*>(&next_), sizeof next_);
    tasks.push_back(std::move(task));
  }
  return next_ < world_.tasks ? State::more : State::finished;
}

void ImaginedSink::fold(std::span<const std::byte> partial, std::span<const farm::Task> done,
                        std::span<const std::uint64_t> /*revisions*/) {
  const auto before = folded.size();
  base::Decoder decoder(partial);
  while (!decoder.at_end()) folded.push_back(decoder.get<std::uint64_t>());
  const auto first = folded.begin() + static_cast<std::ptrdiff_t>(before);
  if (!std::ranges::equal(first, folded.end(), done.begin(), done.end(), {}, {}, number_of)) {
    throw std::logic_error("a partial state is not of the tasks that are said to be done");
  }
}

void ImaginedSink::quarantine(const farm::Task& task, const farm::TaskFailure& /*failure*/) {
  failed.push_back(number_of(task));
}

}  // namespace winnow::sim
