#pragma once
// All that a study says, typed: a struct per section, and the keys that stand above the first section.

#include <optional>
#include <string>
#include <vector>

#include "winnow/study/checkpoint.hpp"
#include "winnow/study/farm.hpp"
#include "winnow/study/optimize.hpp"
#include "winnow/study/reduce.hpp"
#include "winnow/study/resources.hpp"
#include "winnow/study/result.hpp"
#include "winnow/study/watch.hpp"
#include "winnow/study/word_or.hpp"

namespace winnow::study {

/// A job's section is there only if the study has that job.
struct Sections {
  std::string title;
  NoneOr<std::string> preset;
  Resources resources;
  Farm farm;
  Checkpoint checkpoint;
  Watch watch;
  Result result;
  std::optional<Reduce> reduce;
  std::vector<Optimize> optimize;  ///< the problems

  bool operator==(const Sections&) const = default;
};

}  // namespace winnow::study
