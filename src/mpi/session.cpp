#include "winnow/mpi/session.hpp"

#include <fmt/ostream.h>

#include <boost/mpi/exception.hpp>
#include <boost/mpi/group.hpp>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <utility>

#include "winnow/base/error.hpp"

namespace winnow::mpi {
namespace {

/// All ranks come to their end at about the same time; rank 0 may have a summary to write.
constexpr base::Seconds patience_at_end{60};

/// Distinguishes the communicators that are made from one group of survivors from any other traffic.
constexpr int survivors_tag = 77;

/// Open MPI's component for shared file pointers, which nobody here uses, complains on standard error where
/// it cannot make its file. Who has set the variable keeps it.
int& without_shared_file_pointers(int& argc) {
  ::setenv("OMPI_MCA_sharedfp", "^sm", 0);
  return argc;
}

/// Ends the process, as nothing else ends the call that waits.
[[noreturn]] void give_up_start(base::Seconds patience, base::Log& log) {
  log.error(
      fmt::format("MPI has not started within {:.3g} s (another rank was lost meanwhile, or never came to "
                  "be): see whether all nodes are there and have memory left, then run it again",
                  patience.count));
  std::fflush(nullptr);
  std::_Exit(static_cast<int>(base::ExitStatus::internal_error));
}

/// An MPI that was built without threads may not tolerate those that never call it.
void require_funneled() {
  const auto given = boost::mpi::environment::thread_level();
  if (given >= boost::mpi::threading::funneled) return;
  throw base::Failure(
      {fmt::format("{} cannot be used", library_version()),
       fmt::format("it gives the thread level \"{}\", and not \"funneled\"", fmt::streamed(given)),
       "use an MPI that was built with support for threads",
       {}});
}

}  // namespace

Session::Session(int& argc, char**& argv, base::Log& log, base::Seconds patience)
    : watchdog_(std::in_place, patience, [patience, &log] { give_up_start(patience, log); }),
      environment_(without_shared_file_pointers(argc), argv, boost::mpi::threading::funneled,
                   /*abort_on_exception=*/false),
      everyone_(MPI_COMM_WORLD, boost::mpi::comm_duplicate) {
  watchdog_.reset();
  require_funneled();
}

int Session::end(int status) {
  const auto leave = [status] {
    std::fflush(nullptr);
    std::_Exit(status);
  };
  if (!finalises_) leave();
  watchdog_.emplace(patience_at_end, leave);
  if (!destroys_) {
    MPI_Finalize();
    leave();
  }
  return status;
}

boost::mpi::communicator Session::survivors(const std::vector<int>& ranks) const {
  const auto alive = everyone_.group().include(ranks.begin(), ranks.end());
  MPI_Comm made = MPI_COMM_NULL;
  BOOST_MPI_CHECK_RESULT(MPI_Comm_create_group, (everyone_, alive, survivors_tag, &made));
  return {made, boost::mpi::comm_take_ownership};
}

std::string library_version() {
  char text[MPI_MAX_LIBRARY_VERSION_STRING];
  int length = 0;
  MPI_Get_library_version(text, &length);
  const std::string_view version(text, static_cast<std::size_t>(length));
  return std::string(version.substr(0, version.find(',')));
}

}  // namespace winnow::mpi
