#include "program/launcher_environment.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string>
#include <vector>

namespace winnow::program {

/// As Open MPI 4.1 and 5.0 (ORTE and PRRTE, with PMIx), and MPICH's Hydra and Slurm (PMI) set them.
bool is_told_by_mpi_launcher(std::string_view name) {
  constexpr std::array<std::string_view, 17> beginnings{"OMPI_COMM_WORLD_",
                                                        "OMPI_UNIVERSE_SIZE",
                                                        "OMPI_APP_CTX",
                                                        "OMPI_NUM_APP_CTX",
                                                        "OMPI_FIRST_RANKS",
                                                        "OMPI_FILE_",
                                                        "OMPI_COMMAND",
                                                        "OMPI_ARGV",
                                                        "OMPI_MCA_orte_",
                                                        "OMPI_MCA_ess",
                                                        "OMPI_MCA_initial_",
                                                        "PMIX_",
                                                        "PRTE_",
                                                        "PMI_",
                                                        "HYDI_",
                                                        "MPI_LOCALRANKID",
                                                        "MPI_LOCALNRANKS"};
  return std::ranges::any_of(beginnings,
                             [&](std::string_view beginning) { return name.starts_with(beginning); });
}

void forget_mpi_launcher() {
  std::vector<std::string> told;
  for (char* const* variable = ::environ; *variable != nullptr; ++variable) {
    const std::string_view text = *variable;
    const auto name = text.substr(0, text.find('='));
    if (is_told_by_mpi_launcher(name)) told.emplace_back(name);
  }
  for (const auto& name : told) ::unsetenv(name.c_str());
}

}  // namespace winnow::program
