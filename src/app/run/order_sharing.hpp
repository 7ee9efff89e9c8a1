#pragma once
// Rank 0 decides on a run and tells all other ranks: they load no study, look at no result that stands and
// take no setting from an environment of their own.

#include <optional>

#include "app/command_line.hpp"
#include "app/job/run_order.hpp"
#include "app/run/run_lock.hpp"
#include "winnow/base/log.hpp"
#include "winnow/base/team.hpp"
#include "winnow/study/study.hpp"

namespace winnow::app {

/// Refuses what no job of the study could be run with, whatever its input. Throws base::Failure.
void check_settings(const study::Study& study);

/// Loads and checks everything that can be checked before work begins: the study, its job, where the result
/// is to go. Takes the `lock` before it looks at what stands there: what another run was writing stands when
/// that has ended. Throws base::Failure. On rank 0 only.
[[nodiscard]] RunOrder make_order(const RunCommand& command, std::optional<RunLock>& lock, base::Log& log);

/// \collective Rank 0's order, on every rank; if making it failed there, all throw it, as a CommonFailure.
/// Rank 0 has the `lock` then, which is to be kept as long as the run works.
[[nodiscard]] RunOrder share_order(const RunCommand& command, std::optional<RunLock>& lock, base::Team& team,
                                   base::Log& log);

}  // namespace winnow::app
