#pragma once
// The source of a reduction: the files that its patterns find.

#include <memory>
#include <string>
#include <vector>

#include "reduce/first_rejection.hpp"
#include "reduce/node_state.hpp"
#include "reduce/scheme.hpp"
#include "winnow/farm/job.hpp"
#include "winnow/read/file_walk.hpp"
#include "winnow/read/reader.hpp"
#include "winnow/reduce/inputs.hpp"

namespace winnow::reduce {

/// Gives a task for each name that the walk finds, without looking at the file: the kernel that reads it does
/// that. Only files that a kernel hands back, the large ones, are looked at here, and cut in pieces if they
/// can be.
class WalkSource final : public farm::Source {
 public:
  /// Counts the files that it cuts in `split` and puts what the walk could not take into `state`: the node's
  /// state of the rank it runs on; `first` is told of that, too. All must outlive the source.
  WalkSource(std::shared_ptr<const Scheme> scheme, read::FileWalk walk, Inputs& split, NodeState& state,
             FirstRejection& first);

  State pull(std::size_t credits, std::vector<farm::Task>& tasks) override;
  void weigh(farm::Task& task) override;
  void take_back(farm::Task&& task) override;

 private:
  /// What is left of a file that comes in pieces.
  struct SplitFile {
    read::Piece left;
    std::uint64_t revision = 0;
  };

  void give_returned(std::size_t at_most, std::vector<farm::Task>& tasks);
  void give_pieces(std::size_t at_most, std::vector<farm::Task>& tasks);
  void give_found(std::size_t at_most, std::vector<farm::Task>& tasks);

  std::shared_ptr<const Scheme> scheme_;
  read::FileWalk walk_;
  Inputs& split_inputs_;
  NodeState& state_;
  FirstRejection& first_;
  bool walk_is_over_ = false;
  std::vector<read::FoundFile> found_;  ///< kept for its memory
  std::vector<farm::Task> returned_;    ///< weighed, to be given again
  std::vector<SplitFile> split_;
};

}  // namespace winnow::reduce
