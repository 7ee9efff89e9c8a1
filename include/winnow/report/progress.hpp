#pragma once
// What a person sees while a run goes on.

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "winnow/base/clock.hpp"
#include "winnow/base/units.hpp"
#include "winnow/report/queue_tasks.hpp"
#include "winnow/report/recent_rate.hpp"

namespace winnow::report {

/// Where the search for a problem's best stands.
struct SearchProgress {
  std::string name;  ///< of several
  std::uint64_t evaluations = 0;
  std::optional<std::uint64_t> of;  ///< evaluations, if that is its budget
  std::uint64_t failures = 0;
  std::uint64_t retried = 0;                               ///< tries that failed and were made again
  std::uint64_t cached = 0;                                ///< whose outcome was known already
  double best = std::numeric_limits<double>::quiet_NaN();  ///< NaN: none yet
  bool is_feasible = true;                                 ///< the best is
  double spread = std::numeric_limits<double>::quiet_NaN();
};

/// Where a run stands.
struct Progress {
  std::vector<SearchProgress> searches;  ///< where there are any, evaluations are counted, and else files
  std::uint64_t done = 0;                ///< rejected or failed ones included
  std::uint64_t known = 0;  ///< of these, or of those still to be taken up: done by an earlier run
  std::uint64_t found = 0;  ///< so far
  bool found_all = false;   ///< `found` is the total
  std::uint64_t rejected = 0;
  std::uint64_t workers = 0;                     ///< kernels that can be at work
  base::Bytes memory;                            ///< of the fullest node
  base::Bytes limit = base::Bytes::unlimited();  ///< of that node
  base::Seconds elapsed;
  std::vector<QueueTasks> queues;
};

/// Where lines go: a terminal, a file, a test's string.
class Output {
 public:
  virtual ~Output() = default;
  virtual void write(std::string_view text) = 0;
};

/// Writes to a file descriptor, whole and at once; what cannot be written is dropped, for a closed terminal
/// must not end a run. Does not own it.
class DescriptorOutput final : public Output {
 public:
  explicit DescriptorOutput(int descriptor) : descriptor_(descriptor) {}
  void write(std::string_view text) override;

 private:
  int descriptor_;
};

enum class ProgressStyle {
  live,   ///< one line, redrawn; four times a second at most, unless another interval is wanted
  plain,  ///< a line; every ten seconds
  json,   ///< a JSON object a line; four a second at most
  quiet   ///< nothing
};

/// Shows a run's progress. update() may be called as often as one likes: what it costs when nothing is due is
/// a look at the clock. Used by one thread.
class ProgressLine {
 public:
  /// `width`: columns of the terminal, for `live`. `interval`: between two updates; nothing: the style's own.
  /// Clock and output must outlive the line.
  ProgressLine(ProgressStyle style, std::size_t width, const base::Clock& clock, Output& output,
               std::optional<base::Seconds> interval = std::nullopt);

  /// True if an update would be taken note of now: lets the caller spare collecting one. That is four times a
  /// second at least, however seldom they are shown, so that the rate knows when tasks have ended.
  [[nodiscard]] bool due() const;

  /// True if it was shown.
  bool update(const Progress& progress);

  /// Shows the last state, if it was not shown yet, and leaves the cursor on a fresh line.
  void finish(const Progress& progress);

 private:
  void look_at(const Progress& progress);
  void show(const Progress& progress);

  ProgressStyle style_;
  base::Seconds interval_;
  std::size_t width_;
  const base::Clock& clock_;
  Output& output_;
  base::Seconds next_;       ///< is shown
  base::Seconds next_look_;  ///< is taken note of
  RecentRate rate_;          ///< files/s or evaluations/s
  std::size_t drawn_ = 0;    ///< columns of the live line on the screen
};

/// Takes note of what this run has done.
void add(const Progress& progress, base::Seconds now, RecentRate& rate);

/// The live line's text, at most `width` columns: a search is told in fewer words where they do not fit, and
/// what matters least is left out first. `rate`: files/s or evaluations/s.
[[nodiscard]] std::string progress_text(const Progress& progress, double rate, std::size_t width);

/// The same as one JSON object, with the tasks of each queue by state.
[[nodiscard]] std::string progress_json(const Progress& progress, double rate);

}  // namespace winnow::report
