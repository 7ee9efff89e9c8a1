#include "winnow/optimize/progress.hpp"

namespace winnow::optimize {

std::string words_of(SearchEnd end) {
  switch (end) {
    case SearchEnd::evaluations:
      return "its evaluations were done";
    case SearchEnd::generations:
      return "its generations were done";
    case SearchEnd::target:
      return "the target was reached";
    case SearchEnd::tolerance:
      return "the population has converged";
    case SearchEnd::time:
      return "its time was over";
    case SearchEnd::crashes:
      return "too many evaluations failed";
    case SearchEnd::unable:
      return "evaluations could not be begun";
    case SearchEnd::full:
      return "its evaluations could not be kept";
    case SearchEnd::replayed:
      return "its journal was at its end";
    case SearchEnd::none:
      break;
  }
  return "it was stopped";
}

}  // namespace winnow::optimize
