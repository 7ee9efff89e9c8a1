#include "study/parameter_check.hpp"
#include "study/problem_access.hpp"
#include "study/problem_types.hpp"
#include "study/section_tables.hpp"

namespace winnow::study {

Section optimize_parameter_table() {
  return make_section(
      part_of(problems(), &Optimize::parameters),
      {.name = "optimize.parameter",
       .doc = "What is searched: one section a parameter.",
       .applies = "[optimize]"},
      {
          field(&Parameter::name, {.name = "name",
                                   .doc = "letters, digits and _; {name} stands for the value in a program's "
                                          "arguments and templates",
                                   .example = R"("latency")",
                                   .required = true,
                                   .scope = Scope::study}),
          field(&Parameter::type, {.name = "type", .doc = "what its values are", .scope = Scope::study}),
          field(&Parameter::low, {.name = "low",
                                  .doc = "smallest value; a choice has none",
                                  .range = any_finite(),
                                  .example = "0.1",
                                  .starts_as_example = true,
                                  .scope = Scope::study}),
          field(&Parameter::high, {.name = "high",
                                   .doc = "largest value; a choice has none",
                                   .range = any_finite(),
                                   .example = "10.0",
                                   .starts_as_example = true,
                                   .scope = Scope::study}),
          field(&Parameter::scale, {.name = "scale",
                                    .doc = "log: as much is searched from 1 to 10 as from 10 to 100",
                                    .scope = Scope::study}),
          field(&Parameter::choices, {.name = "choices",
                                      .doc = "the values of a choice, in no order",
                                      .example = R"(["epidemic", "prophet"])",
                                      .scope = Scope::study}),
          field(&Parameter::start, {.name = "start",
                                    .doc = "its value in the first individual",
                                    .example = R"("1.5")",
                                    .scope = Scope::study}),
          field(&Parameter::step, {.name = "step",
                                   .doc = "of the grid low, low + step, … on which its values lie",
                                   .range = above(0),
                                   .example = "0.25",
                                   .scope = Scope::study}),
      },
      SectionCheck<Parameter>(check_parameter));
}

}  // namespace winnow::study
