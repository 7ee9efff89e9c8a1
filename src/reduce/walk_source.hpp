#pragma once
// The source of a reduction: the files that its patterns find.

#include <vector>

#include "reduce/node_state.hpp"
#include "winnow/farm/job.hpp"
#include "winnow/read/file_walk.hpp"
#include "winnow/reduce/inputs.hpp"

namespace winnow::reduce {

class WalkSource final : public farm::Source {
 public:
  /// Counts what it finds in `inputs` and puts what the walk could not take into `state`: the node's state of
  /// the rank it runs on. Both must outlive the source.
  WalkSource(read::FileWalk walk, Inputs& inputs, NodeState& state);

  State pull(std::size_t credits, std::vector<farm::Task>& tasks) override;

 private:
  read::FileWalk walk_;
  Inputs& inputs_;
  NodeState& state_;
  std::vector<read::FoundFile> found_;  ///< kept for its memory
};

}  // namespace winnow::reduce
