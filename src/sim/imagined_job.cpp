#include "sim/imagined_job.hpp"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <stdexcept>
#include <utility>

#include "winnow/base/random.hpp"

namespace winnow::sim {
namespace {

std::string bytes_of(std::uint64_t number) {
  std::string bytes(sizeof number, '\0');
  std::memcpy(bytes.data(), &number, sizeof number);
  return bytes;
}

/// A number that depends on every byte of `bytes` and on `before`.
std::uint64_t digest_of(std::string_view bytes, std::uint64_t before) {
  constexpr std::uint32_t stream = 9;
  for (const auto byte : bytes) before = base::Random(before, stream).bits(static_cast<unsigned char>(byte));
  return before;
}

farm::Task task_of(const World& world, std::uint64_t number) {
  auto task = world.make_task ? world.make_task(number) : farm::Task{};
  task.payload = bytes_of(number);
  return task;
}

}  // namespace

std::uint64_t number_of(const farm::Task& task) {
  std::uint64_t number = 0;
  assert(task.payload.size() >= sizeof number);
  std::memcpy(&number, task.payload.data(), sizeof number);
  return number;
}

std::string answer_to(const farm::Task& task) {
  return bytes_of(digest_of(task.payload, 0));
}

farm::Source::State ImaginedSource::pull(std::size_t credits, std::vector<farm::Task>& tasks) {
  const auto end = next_ + std::min<std::uint64_t>(credits, world_.tasks - next_);
  for (; next_ < end; ++next_) tasks.push_back(task_of(world_, next_));
  return next_ < world_.tasks ? State::more : State::finished;
}

std::uint64_t GenerationSource::generation_end() const {
  return std::min(first_ + world_.generation, world_.tasks);
}

farm::Source::State GenerationSource::pull(std::size_t credits, std::vector<farm::Task>& tasks) {
  for (; credits > 0 && next_ < generation_end(); --credits) {
    auto task = task_of(world_, next_++);
    task.payload += bytes_of(hearing_.digest);
    tasks.push_back(std::move(task));
  }
  if (next_ == world_.tasks) return State::finished;
  return next_ < generation_end() ? State::more : State::waiting;
}

void GenerationSource::tell(const farm::Task& task, farm::TaskResult&& result) {
  const auto number = number_of(task);
  if (result && *result != answer_to(task)) throw std::logic_error("this is another task's answer");
  if (number < first_ || number >= next_ || !results_.emplace(number, result.value_or("failed")).second) {
    throw std::logic_error("a task was told that is not awaited");
  }
  hearing_.told.push_back(number);
  if (results_.size() < generation_end() - first_) return;
  for (const auto& [one, words] : std::exchange(results_, {})) {
    hearing_.digest = digest_of(words, hearing_.digest);
  }
  first_ = next_;
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

std::unique_ptr<farm::Source> ImaginedJob::make_source() {
  if (listens()) return std::make_unique<GenerationSource>(world_, hearing_);
  return std::make_unique<ImaginedSource>(world_);
}

void ImaginedSink::quarantine(const farm::Task& task, const farm::TaskFailure& /*failure*/) {
  failed.push_back(number_of(task));
}

}  // namespace winnow::sim
