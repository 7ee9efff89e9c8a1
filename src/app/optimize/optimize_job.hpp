#pragma once
// Between a study's [optimize] and the job `optimize`.

#include <string>
#include <vector>

#include "winnow/optimize/problem.hpp"
#include "winnow/program/spawner.hpp"
#include "winnow/study/study.hpp"

namespace winnow::app {

/// What the problems of a study depend on beside the study.
struct ProblemSurroundings {
  std::string scratch_folder;  ///< where programs work unless the study says where
  std::size_t workers = 1;     ///< of all ranks together
  std::size_t nodes = 1;
  std::uint64_t run = 0;                ///< told from all other runs by this
  program::Spawner* spawner = nullptr;  ///< may be null where nothing is evaluated; outlives the problems
};

/// Where it stands in the study: "optimize", "optimize[1]".
[[nodiscard]] std::string path_of_problem(std::size_t index);

/// The study's problems as the job takes them, without their identities. Throws base::Failure, with its place
/// in the study, on what cannot be carried out.
[[nodiscard]] std::vector<optimize::Problem> make_problems(const study::Study& study,
                                                           const ProblemSurroundings& with);

/// Starts the isolated plugins among the problems' objectives, and ends them again: whether one can be loaded
/// is not known before. Throws base::Failure, with its place in the study, if one cannot. Needs a Spawner.
void try_isolated_plugins(const study::Study& study, const std::vector<optimize::Problem>& problems);

/// Whether the study's problems need a Spawner, which is to be started before MPI.
[[nodiscard]] bool runs_programs(const study::Study& study);

}  // namespace winnow::app
