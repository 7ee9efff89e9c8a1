#pragma once
// The tables of all sections, each in the file of its name: resources_table() in resources_table.cpp.

#include "study/schema.hpp"

namespace winnow::study {

[[nodiscard]] Section top_table();
[[nodiscard]] Section resources_table();
[[nodiscard]] Section farm_table();
[[nodiscard]] Section checkpoint_table();
[[nodiscard]] Section result_table();
[[nodiscard]] Section reduce_table();

}  // namespace winnow::study
