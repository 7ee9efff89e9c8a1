#include "reduce/walk_source.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "reduce/file_task.hpp"

namespace winnow::reduce {

WalkSource::WalkSource(std::shared_ptr<const Scheme> scheme, read::FileWalk walk, Inputs& inputs,
                       NodeState& state, FirstRejection& first)
    : scheme_(std::move(scheme)), walk_(std::move(walk)), inputs_(inputs), state_(state), first_(first) {
}

farm::Source::State WalkSource::pull(std::size_t credits, std::vector<farm::Task>& tasks) {
  give_pieces(credits, tasks);
  if (!split_.empty()) return State::more;
  found_.clear();
  const bool more = walk_.next(credits, found_);
  for (auto& file : found_) {
    inputs_.add(file);
    give(std::move(file), tasks);
  }
  for (auto& rejection : walk_.take_rejections()) {
    const Rejected rejected{
        std::move(rejection.path), {}, std::move(rejection.reason), rejection.listed.text()};
    first_.note(rejected);
    state_.reject_file(rejected, {});
  }
  return more || !split_.empty() ? State::more : State::finished;
}

void WalkSource::give(read::FoundFile&& file, std::vector<farm::Task>& tasks) {
  const auto revision = static_cast<std::uint64_t>(file.modified);
  if (file.size > scheme_->config.piece) {
    std::string full;
    scheme_->locate(file.path, full);
    if (read::can_split(full, scheme_->config.dialect)) {
      split_.push_back({{std::move(file.path), 0, file.size.count}, revision});
      return;
    }
  }
  farm::Task task;
  task.size = file.size;
  task.revision = revision;
  task.payload = std::move(file.path);
  tasks.push_back(std::move(task));
}

void WalkSource::give_pieces(std::size_t at_most, std::vector<farm::Task>& tasks) {
  for (; at_most > 0 && !split_.empty(); --at_most) {
    auto& [left, revision] = split_.back();
    const auto size = std::min(scheme_->config.piece.count, left.end - left.begin);
    farm::Task task;
    task.size = base::Bytes{size};
    task.revision = revision;
    task.payload = payload_of({left.path, left.begin, left.begin + size});
    tasks.push_back(std::move(task));
    left.begin += size;
    if (left.begin == left.end) split_.pop_back();
  }
}

}  // namespace winnow::reduce
