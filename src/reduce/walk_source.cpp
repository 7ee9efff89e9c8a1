#include "reduce/walk_source.hpp"

#include <utility>

namespace winnow::reduce {

WalkSource::WalkSource(read::FileWalk walk, Inputs& inputs, NodeState& state)
    : walk_(std::move(walk)), inputs_(inputs), state_(state) {
}

farm::Source::State WalkSource::pull(std::size_t credits, std::vector<farm::Task>& tasks) {
  found_.clear();
  const bool more = walk_.next(credits, found_);
  for (auto& file : found_) {
    inputs_.add(file);
    farm::Task task;
    task.size = file.size;
    task.revision = static_cast<std::uint64_t>(file.modified);
    task.payload = std::move(file.path);
    tasks.push_back(std::move(task));
  }
  for (auto& rejection : walk_.take_rejections()) {
    state_.reject_file({std::move(rejection.path), {}, std::move(rejection.reason), rejection.listed.text()},
                       {});
  }
  return more ? State::more : State::finished;
}

}  // namespace winnow::reduce
