#include "store/collective.hpp"

#include <climits>

namespace winnow::store {
namespace {

base::Buffer encoded(const base::Error& error) {
  base::Buffer bytes;
  base::Encoder out(bytes);
  out.put_text(error.problem);
  out.put_text(error.why);
  out.put_text(error.advice);
  out.put_text(error.place.file);
  out.put(error.place.line);
  out.put(error.place.column);
  return bytes;
}

base::Error decoded(const base::Buffer& bytes) {
  base::Decoder in(bytes);
  base::Error error;
  error.problem = in.get_text();
  error.why = in.get_text();
  error.advice = in.get_text();
  error.place.file = in.get_text();
  error.place.line = in.get<std::uint64_t>();
  error.place.column = in.get<std::uint64_t>();
  return error;
}

void broadcast_from(int root, MPI_Comm communicator, base::Buffer& bytes) {
  auto size = static_cast<std::uint64_t>(bytes.size());
  check_mpi(MPI_Bcast(&size, 1, MPI_UINT64_T, root, communicator));
  bytes.resize(size);
  check_mpi(MPI_Bcast(bytes.data(), static_cast<int>(size), MPI_BYTE, root, communicator));
}

}  // namespace

int rank_of(MPI_Comm communicator) {
  int rank = 0;
  check_mpi(MPI_Comm_rank(communicator, &rank));
  return rank;
}

void check_mpi(int status) {
  if (status == MPI_SUCCESS) return;
  char text[MPI_MAX_ERROR_STRING] = "";
  int length = 0;
  MPI_Error_string(status, text, &length);
  throw base::Failure(base::fail("the ranks lost each other", text).value());
}

void broadcast(MPI_Comm communicator, base::Buffer& bytes) {
  broadcast_from(0, communicator, bytes);
}

base::Result<void> agree(MPI_Comm communicator, const base::Result<void>& mine) {
  const int rank = rank_of(communicator);
  int failed = mine ? INT_MAX : rank;
  check_mpi(MPI_Allreduce(MPI_IN_PLACE, &failed, 1, MPI_INT, MPI_MIN, communicator));
  if (failed == INT_MAX) return {};
  base::Buffer bytes = mine ? base::Buffer{} : encoded(mine.error());
  broadcast_from(failed, communicator, bytes);
  return tl::unexpected(decoded(bytes));
}

}  // namespace winnow::store
