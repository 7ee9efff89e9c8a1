#pragma once
// What a study says, in the terms of the modules that carry it out.

#include <optional>

#include "winnow/evolve/options.hpp"
#include "winnow/evolve/polish.hpp"
#include "winnow/evolve/space.hpp"
#include "winnow/optimize/judge.hpp"
#include "winnow/optimize/problem.hpp"
#include "winnow/program/program.hpp"
#include "winnow/study/optimize.hpp"

namespace winnow::app {

[[nodiscard]] evolve::Algorithm term_of(study::Algorithm algorithm);
[[nodiscard]] evolve::Update term_of(study::Update update);
[[nodiscard]] evolve::ParameterType term_of(study::ParameterType type);
[[nodiscard]] evolve::Scale term_of(study::Scale scale);
[[nodiscard]] std::optional<evolve::PolishMethod> term_of(study::Polish polish);
[[nodiscard]] optimize::Goal term_of(study::Goal goal);
[[nodiscard]] optimize::Constraint::Relation term_of(study::Relation relation);
[[nodiscard]] optimize::Penalty::Kind term_of(study::Penalty::Kind kind);
[[nodiscard]] optimize::Recording term_of(study::Record record);
[[nodiscard]] program::Keep term_of(study::Keep keep);

}  // namespace winnow::app
