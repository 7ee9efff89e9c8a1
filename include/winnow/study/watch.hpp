#pragma once
// [watch]: what a run measures of itself, and what it warns of.

#include <cstdint>
#include <string>

#include "winnow/base/log.hpp"
#include "winnow/base/units.hpp"
#include "winnow/study/alerts.hpp"
#include "winnow/study/endpoint.hpp"
#include "winnow/study/word_or.hpp"

namespace winnow::study {

/// The initial values are the built-in defaults.
struct Watch {
  NoneOr<base::Seconds> interval{base::Seconds{1}};     ///< between samples; none: only start and end
  std::uint32_t samples = 256;                          ///< that a rank keeps, thinned as they age
  NoneOr<base::Bytes> growth{base::Bytes{10'000'000}};  ///< a minute, from which on memory is said to grow
  bool operations = true;                               ///< what a run's time goes to is measured
  NoneOr<Endpoint> prometheus;                          ///< where metrics are served
  NoneOr<std::string> textfile;                         ///< where metrics are written to
  base::Seconds textfile_interval{15};                  ///< between two writings
  AutoOr<base::Seconds> progress;                       ///< between two states that are shown
  base::Level messages = base::Level::info;             ///< the least that is told on standard error
  NoneOr<std::string> log;                              ///< where all messages are kept
  Alerts alerts;

  bool operator==(const Watch&) const = default;
};

}  // namespace winnow::study
