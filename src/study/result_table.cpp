#include "study/section_tables.hpp"
#include "study/table.hpp"

namespace winnow::study {

Section result_table() {
  return make_section(
      part_of(whole_study(), &Sections::result),
      {.name = "result", .doc = "How the result file is written.", .applies = "all jobs"},
      {
          field(&Result::compression, {.name = "compression",
                                       .doc = "deflate level, 0 for none; smaller files take longer",
                                       .range = between(0, 9),
                                       .example = "4"}),
      });
}

}  // namespace winnow::study
