#pragma once
// The tables of all sections, in files of their names: resources_table() in resources_table.cpp.

#include "study/schema.hpp"

namespace winnow::study {

[[nodiscard]] Section top_table();
[[nodiscard]] Section resources_table();
[[nodiscard]] Section farm_table();
[[nodiscard]] Section farm_autoscale_table();
[[nodiscard]] Section checkpoint_table();
[[nodiscard]] Section watch_table();
[[nodiscard]] Section watch_alerts_table();
[[nodiscard]] Section result_table();
[[nodiscard]] Section reduce_table();
[[nodiscard]] Section optimize_table();
[[nodiscard]] Section optimize_migration_table();
[[nodiscard]] Section optimize_parameter_table();
[[nodiscard]] Section optimize_objective_table();
[[nodiscard]] Section optimize_objective_read_table();
[[nodiscard]] Section optimize_failure_table();
[[nodiscard]] Section optimize_cache_table();
[[nodiscard]] Section optimize_backup_table();

}  // namespace winnow::study
