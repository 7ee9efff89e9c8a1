#pragma once
// [watch.alerts]: beyond which figures a run warns, and whom it calls then.

#include <string>
#include <vector>

#include "winnow/base/units.hpp"
#include "winnow/study/share.hpp"
#include "winnow/study/word_or.hpp"

namespace winnow::study {

/// The initial values are the built-in defaults; "none" switches a rule off.
struct Alerts {
  NoneOr<Share> memory{Share{0.80}};           ///< of a node's limit, above
  NoneOr<Share> memory_critical{Share{0.95}};  ///< of a node's limit, above
  NoneOr<Share> open_files{Share{0.90}};       ///< of a rank's limit, above
  NoneOr<base::Bytes> storage{{1'000'000}};    ///< a second of an operation, below
  NoneOr<base::Bytes> hdf5{{5'000'000}};       ///< a second of the result file's, below
  NoneOr<double> unsteady{1.0};                ///< deviation of a rate over its mean, above
  NoneOr<double> prediction{1.0};              ///< memory over the predicted peak, above
  NoneOr<Share> success{Share{0.90}};          ///< of what ended, below
  NoneOr<Share> falling{Share{0.50}};          ///< of the throughput before, below
  NoneOr<base::Bytes> disk{{100'000'000}};     ///< left once the result is written, below
  NoneOr<double> slow_rank{2.0};               ///< times the others' time a task, above
  base::Seconds interval{10};                  ///< between looks at what needs time to show
  std::vector<std::string> command;            ///< argv of what is run for each alert
  base::Seconds command_timeout{10};

  bool operator==(const Alerts&) const = default;
};

}  // namespace winnow::study
