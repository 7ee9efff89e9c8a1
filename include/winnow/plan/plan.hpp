#pragma once
// How many workers run on each node, on pieces of which size: decided before anything runs, from what is
// known of nodes, study and input alone. Pure.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "winnow/base/error.hpp"
#include "winnow/base/units.hpp"
#include "winnow/cluster/cluster.hpp"
#include "winnow/plan/learned_model.hpp"
#include "winnow/plan/memory_model.hpp"
#include "winnow/study/resources.hpp"

namespace winnow::plan {

/// What the work looks like.
struct Workload {
  Subject subject;

  /// Whether workers hold pieces of input. Where they do not, a worker takes its overhead alone, and all that
  /// is said of pieces below is of no concern.
  bool has_pieces = true;

  /// Sizes of the files; empty: not known, and every piece is taken to be as large as it may be.
  std::vector<base::Bytes> files;

  /// Memory per byte of a piece, where the reader declares its own; else the study's gamma.
  std::optional<double> gamma;

  /// The largest piece that the reader holds at once, however large the file.
  base::Bytes piece = base::Bytes::unlimited();

  /// Pieces are never cut smaller than this. A reader that cannot cut a file says unlimited.
  base::Bytes smallest_chunk = base::mebibytes(1);

  /// What earlier runs of it have shown; it is used in place of all figures above and of the study's.
  std::optional<LearnedModel> learned;
};

/// The model that the figures of the study and of the reader make, before anything was learned.
[[nodiscard]] MemoryModel model_before_learning(const study::Resources& resources, const Workload& workload);

/// What kept a node from more workers.
enum class Bound : std::uint8_t {
  cores,     ///< every core that the job may use has one
  memory,    ///< one more would not fit
  setting,   ///< the study said so
  ranks,     ///< there are no more ranks on the node
  fallback,  ///< no memory limit could be read
};
[[nodiscard]] std::string_view name_of(Bound bound);

struct NodePlan {
  std::string hostname;
  unsigned cores = 0;    ///< that the job may use
  unsigned workers = 0;  ///< kernels at work at once; 0: nothing fits on this node
  std::vector<unsigned>
      kernels;        ///< of them, on each rank of the node in its order; empty where none has started
  base::Bytes chunk;  ///< upper bound of a piece; 0: workers hold none
  base::Bytes base;   ///< taken before any work, by the ranks that have started and beside them
  base::Bytes predicted_peak;
  base::Bytes limit;         ///< unlimited: none could be read
  std::string limit_source;  ///< who set it, or why none could be read
  base::Bytes budget;        ///< eta · limit; unlimited: no cap
  Bound bound = Bound::cores;
};

struct Plan {
  Subject subject;
  bool has_pieces = true;               ///< as in the workload
  std::optional<LearnedModel> learned;  ///< as in the workload
  bool is_beyond_learned = false;       ///< more ranks than in any run before: the study's figures hold
  MemoryModel model;                    ///< that the predictions were made with
  double eta = 0;
  std::vector<NodePlan> nodes;  ///< as in the cluster
  std::vector<base::Error> warnings;

  [[nodiscard]] unsigned workers() const;

  /// The size of piece that every node with workers can take.
  [[nodiscard]] base::Bytes chunk() const;

  /// The highest of the nodes'.
  [[nodiscard]] base::Bytes predicted_peak() const;
};

/// Upper bound of a piece where neither study nor reader sets one: larger ones gain nothing, and make waits
/// long.
inline constexpr base::Bytes auto_chunk = base::mebibytes(512);

/// Fits each node by itself: the chunk shrinks first, then the number of workers, between the study's floor
/// and ceiling. The floor and a given number of workers are kept even where they do not fit, with a warning:
/// the farm then lets fewer pieces into memory at once. Where a node has more ranks than any from which the
/// workload's memory was learned, the study's figures hold if they say more. Warns of bindings that slow
/// ranks down, too. Fails if a piece of the smallest size fits on no node, with the numbers and the key to
/// change.
[[nodiscard]] base::Result<Plan> solve(const cluster::Cluster& cluster, const study::Resources& resources,
                                       const Workload& workload);

}  // namespace winnow::plan
