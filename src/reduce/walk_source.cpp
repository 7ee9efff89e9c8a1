#include "reduce/walk_source.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "reduce/file_task.hpp"

namespace winnow::reduce {

WalkSource::WalkSource(std::shared_ptr<const Scheme> scheme, read::FileWalk walk, Inputs& split,
                       NodeState& state, FirstRejection& first)
    : scheme_(std::move(scheme)), walk_(std::move(walk)), split_inputs_(split), state_(state), first_(first) {
}

farm::Source::State WalkSource::pull(std::size_t credits, std::vector<farm::Task>& tasks) {
  const auto end = tasks.size() + credits;
  give_returned(end - tasks.size(), tasks);
  give_pieces(end - tasks.size(), tasks);
  if (split_.empty() && !walk_is_over_) give_found(end - tasks.size(), tasks);
  return walk_is_over_ && returned_.empty() && split_.empty() ? State::finished : State::more;
}

void WalkSource::give_returned(std::size_t at_most, std::vector<farm::Task>& tasks) {
  for (; at_most > 0 && !returned_.empty(); --at_most) {
    tasks.push_back(std::move(returned_.back()));
    returned_.pop_back();
  }
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

void WalkSource::give_found(std::size_t at_most, std::vector<farm::Task>& tasks) {
  found_.clear();
  walk_is_over_ = !walk_.next(at_most, found_);
  for (auto& file : found_) {
    farm::Task task;
    task.payload = std::move(file.path);
    tasks.push_back(std::move(task));
  }
  for (auto& rejection : walk_.take_rejections()) {
    const Rejected rejected{
        std::move(rejection.path), {}, std::move(rejection.reason), rejection.listed.text()};
    first_.note(rejected);
    state_.reject_file(rejected, {});
  }
}

void WalkSource::weigh(farm::Task& task) {
  std::string full;
  scheme_->locate(task.payload, full);
  const auto state = read::state_of(full).value_or(read::FileState{});
  task.size = state.size;
  task.revision = revision_of(state);
}

void WalkSource::take_back(farm::Task&& task) {
  weigh(task);
  std::string full;
  scheme_->locate(task.payload, full);
  if (task.size > scheme_->config.piece &&
      read::can_split(full, scheme_->config.dialect, scheme_->key_columns)) {
    split_inputs_.add(task.payload, task.size, task.revision);
    split_.push_back({{std::move(task.payload), 0, task.size.count}, task.revision});
    return;
  }
  farm::Task again;
  again.size = task.size;
  again.revision = task.revision;
  again.payload = std::move(task.payload);
  returned_.push_back(std::move(again));
}

}  // namespace winnow::reduce
