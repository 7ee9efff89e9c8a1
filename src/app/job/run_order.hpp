#pragma once
// What rank 0 decides before a run, the same on all ranks.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "winnow/plan/learned_model.hpp"
#include "winnow/study/study.hpp"

namespace winnow::app {

struct RunOrder {
  study::Study study;                                      ///< with the places of its keys on rank 0 only
  std::filesystem::path output;                            ///< the result file
  std::string scratch_folder;                              ///< for what does not fit in memory
  std::vector<std::string> jobs;                           ///< to be done; none: the result stands already
  std::vector<std::optional<plan::LearnedModel>> learned;  ///< by job, what earlier runs have shown of it
  std::string inputs;                                      ///< what the result that is added to was made of
  std::string objectives;            ///< of searches that stand, likewise: objective_identities()
  bool may_overwrite = false;        ///< the file of that name, if it is there
  std::filesystem::path checkpoint;  ///< the folder of its checkpoint
  std::uint64_t run = 0;             ///< told from all other runs by this
  bool says_overhead = false;        ///< the study says what a worker takes: its own word, and no default
};

}  // namespace winnow::app
