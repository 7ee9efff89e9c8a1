#pragma once
// The job `reduce`: report files to statistics of groups of runs.

#include <memory>
#include <optional>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "winnow/base/error.hpp"
#include "winnow/base/held_memory.hpp"
#include "winnow/base/profile.hpp"
#include "winnow/base/reclaimer.hpp"
#include "winnow/base/table.hpp"
#include "winnow/base/team.hpp"
#include "winnow/base/units.hpp"
#include "winnow/farm/job.hpp"
#include "winnow/reduce/config.hpp"
#include "winnow/reduce/totals.hpp"

namespace winnow::reduce {

/// What a reduction leaves on one rank.
struct Outcome {
  /// Ready for the result file: "reduce/<fields joined by _>" for each grouping ("reduce/all" for the one
  /// without fields), "runs" if they are kept, "rejected". They own what they need and outlive the Reduction.
  std::vector<std::unique_ptr<base::TableSource>> tables;
  Totals totals;  ///< the same on all ranks
};

/// Each row of a file or, with Unit::run, each run adds each of its selected metrics to its group of each
/// grouping. Its group is told by the fields of the file's name and by columns of the rows; its run is the
/// file or, with Config::run_by, all files whose names agree in some fields. A metric that a file does not
/// have is absent from the row and counts nowhere; `missing` counts the values that are there and say NaN or
/// nothing.
///
/// One object a rank, all made from the same Config. make_kernel() may be called on any thread; the source,
/// the sink and finish() belong to one thread. finish() ends the object's use.
///
/// Throws base::Failure when a scratch file cannot be written or read, and from the sink when the groups take
/// more than they may.
class Reduction final : public farm::Job {
 public:
  /// Fails on what can be known without reading a data file.
  [[nodiscard]] static tl::expected<std::unique_ptr<Reduction>, ConfigError> make(Config config);
  ~Reduction() override;

  [[nodiscard]] std::string_view name() const override { return "reduce"; }

  /// Throws base::Failure if the walk cannot begin, as inputs_of() tells without throwing.
  std::unique_ptr<farm::Source> make_source() override;
  std::unique_ptr<farm::Kernel> make_kernel() override;
  farm::Sink& sink() override;

  /// True once something was rejected on this rank, where Config::on_error is to stop.
  [[nodiscard]] bool wants_stop() const override;

  /// \collective Of what made any rank want to stop, the first by (path, byte) as an error with its place;
  /// nothing if no rank wants to. Which rejections were met by then may depend on timing.
  [[nodiscard]] std::optional<base::Error> first_rejection(base::Team& team) const;

  /// What the groups of this rank's sink may take, and those of each kernel made from now on, all groupings
  /// together; without limit until it is said. Where they take more, folding throws base::Failure with the
  /// numbers. finish() takes some memory beside it.
  void limit_groups(base::Bytes of_sink, base::Bytes of_kernel);

  /// Has this profile told of what kernels made from now on, the sink and finish() do. It must outlive them.
  void report_to(base::Profile& profile);

  /// Has kernels made from now on give back to it, when they are asked, the buffers that they keep from task
  /// to task. It must outlive them.
  void give_back_to(base::Reclaimer& reclaimer);

  /// Has it told, likewise, of what groups and records take in memory.
  void account_to(base::HeldMemory& held);

  /// What they take. It grows with every new group, by 128 bytes for each metric in
  /// it and more where quantiles, histograms or first and last values are asked for.
  [[nodiscard]] base::Bytes group_memory() const;

  /// Reads up to `at_most` of the first files found and gives the patterns of Config::metrics and the columns
  /// in expressions that are likely misspelt: names that none of these files has while a near name is there.
  /// Fails if files, folders or lists that Config::files names are not there.
  [[nodiscard]] base::Result<std::vector<UnseenMetric>> probe(std::size_t at_most = 64) const;

  /// \collective Brings the state of all ranks together and spreads it again: each rank gets its slab of each
  /// table. The tables and the totals do not depend on the number of ranks or on who ran what.
  [[nodiscard]] Outcome finish(base::Team& team);

 private:
  struct Parts;
  explicit Reduction(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace winnow::reduce
