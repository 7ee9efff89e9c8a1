#pragma once
// The source of a reduction: the files that its patterns find.

#include <memory>
#include <vector>

#include "reduce/first_rejection.hpp"
#include "reduce/node_state.hpp"
#include "reduce/scheme.hpp"
#include "winnow/farm/job.hpp"
#include "winnow/read/file_walk.hpp"
#include "winnow/read/reader.hpp"
#include "winnow/reduce/inputs.hpp"

namespace winnow::reduce {

class WalkSource final : public farm::Source {
 public:
  /// Counts what it finds in `inputs` and puts what the walk could not take into `state`: the node's state of
  /// the rank it runs on; `first` is told of that, too. All must outlive the source.
  WalkSource(std::shared_ptr<const Scheme> scheme, read::FileWalk walk, Inputs& inputs, NodeState& state,
             FirstRejection& first);

  State pull(std::size_t credits, std::vector<farm::Task>& tasks) override;

 private:
  /// What is left of a file that comes in pieces.
  struct SplitFile {
    read::Piece left;
    std::uint64_t revision = 0;
  };

  void give(read::FoundFile&& file, std::vector<farm::Task>& tasks);
  void give_pieces(std::size_t at_most, std::vector<farm::Task>& tasks);

  std::shared_ptr<const Scheme> scheme_;
  read::FileWalk walk_;
  Inputs& inputs_;
  NodeState& state_;
  FirstRejection& first_;
  std::vector<read::FoundFile> found_;  ///< kept for its memory
  std::vector<SplitFile> split_;
};

}  // namespace winnow::reduce
