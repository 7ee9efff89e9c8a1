#pragma once
// What an MPI launcher tells a rank through its environment.

#include <string_view>

namespace winnow::program {

/// True for the name of a variable that makes a process take itself for the rank it was meant for. A program
/// that inherits it and uses MPI itself would join Winnow's ranks, or be refused ("mpirun does not support
/// recursive calls"). What users set for MPI (OMPI_MCA_btl, …), and a scheduler's variables, are none.
[[nodiscard]] bool is_told_by_mpi_launcher(std::string_view name);

/// Takes them out of this process's environment; for one with a single thread.
void forget_mpi_launcher();

}  // namespace winnow::program
