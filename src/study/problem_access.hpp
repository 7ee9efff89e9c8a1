#pragma once
// Where the sections of [optimize] are found.

#include "study/table.hpp"

namespace winnow::study {

[[nodiscard]] inline Access<Optimize> problems() {
  return part_of(whole_study(), &Sections::optimize);
}

[[nodiscard]] inline Access<Objective> objectives() {
  return part_of(problems(), &Optimize::objective);
}

}  // namespace winnow::study
