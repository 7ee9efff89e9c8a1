#pragma once
// [optimize]: a problem to be solved by differential evolution. Several, [[optimize]], share a run.

#include <cstdint>
#include <string>
#include <vector>

#include "winnow/base/units.hpp"
#include "winnow/study/constraint.hpp"
#include "winnow/study/dither.hpp"
#include "winnow/study/failure_handling.hpp"
#include "winnow/study/objective.hpp"
#include "winnow/study/parameter.hpp"
#include "winnow/study/population_size.hpp"
#include "winnow/study/word_or.hpp"

namespace winnow::study {

enum class Algorithm : std::uint8_t { de, jde, jade, shade, lshade, jso };
enum class PopulationMultiple : std::uint8_t { none, workers };
enum class Update : std::uint8_t { generation, steady };
enum class Goal : std::uint8_t { min, max };
enum class Polish : std::uint8_t { off, bobyqa, cobyla, lbfgs };

/// Which evaluations the journal and the result keep.
enum class Record : std::uint8_t {
  automatic,  ///< those that took longer than it takes to record them
  all,
  best
};

/// When a problem ends: at whichever comes first. In a loaded study one is set at least.
struct Budget {
  NoneOr<std::uint64_t> evaluations;
  NoneOr<std::uint64_t> generations;
  NoneOr<base::Seconds> time;
  NoneOr<double> target;     ///< value of the objective
  NoneOr<double> tolerance;  ///< spread of the population's values, relative to their mean

  bool operator==(const Budget&) const = default;
};

/// [optimize.migration]: what islands tell each other.
struct Migration {
  std::uint32_t every = 50;  ///< generations
  std::string topology = "ring";

  bool operator==(const Migration&) const = default;
};

/// [optimize.cache]: evaluations that need not be done again.
struct Cache {
  NoneOr<AutoOr<std::string>> path;  ///< auto: beside the result
  base::Bytes size = base::gibibytes(2);
  NoneOr<base::Seconds> ttl{base::Seconds{86400}};
  std::uint32_t digits = 15;  ///< significant ones, to which candidates are rounded

  bool operator==(const Cache&) const = default;
};

/// [optimize.backup]: copies of the journal and the result.
struct Backup {
  NoneOr<base::Seconds> every;
  std::uint32_t keep = 3;
  NoneOr<std::string> to;  ///< a folder

  bool operator==(const Backup&) const = default;
};

struct PerNode {
  static constexpr std::string_view text = "node";
};

/// The initial values are the built-in defaults; parameters, objective and budget have none.
struct Optimize {
  std::string name;  ///< unique; may be empty where there is one problem only
  Algorithm algorithm = Algorithm::jso;
  std::string strategy = "best1bin";  ///< of de, by SciPy's names
  Dither mutation{0.5, 1.0};          ///< of de
  double recombination = 0.7;         ///< of de
  std::string init = "auto";          ///< or "@file", relative to the study's folder
  AutoOr<PopulationSize> population;
  PopulationMultiple population_multiple = PopulationMultiple::none;
  Update update = Update::generation;
  Goal goal = Goal::min;
  std::vector<Constraint> constraints;
  double equality_tolerance = 1e-4;
  Budget budget;
  std::uint64_t seed = 1;
  Polish polish = Polish::off;
  WordOr<PerNode, std::uint32_t> islands{1};
  Record record = Record::automatic;
  Migration migration;
  std::vector<Parameter> parameters;
  Objective objective;
  FailureHandling failure;
  Cache cache;
  Backup backup;

  bool operator==(const Optimize&) const = default;
};

}  // namespace winnow::study
