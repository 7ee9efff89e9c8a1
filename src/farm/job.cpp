#include "winnow/farm/job.hpp"

namespace winnow::farm {

std::string_view name_of(FailureKind kind) {
  switch (kind) {
    case FailureKind::error:
      return "error";
    case FailureKind::timeout:
      return "timeout";
    case FailureKind::worker_lost:
      return "worker lost";
    case FailureKind::handed_back:
      return "handed back";
  }
  return "unknown";
}

}  // namespace winnow::farm
