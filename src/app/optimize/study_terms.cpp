#include "app/optimize/study_terms.hpp"

#include <stdexcept>

namespace winnow::app {
namespace {

/// Behind a switch over all values: what has come is none of them.
[[noreturn]] void refuse() {
  throw std::logic_error("a study's word has no meaning");
}

}  // namespace

evolve::Algorithm term_of(study::Algorithm algorithm) {
  switch (algorithm) {
    case study::Algorithm::de:
      return evolve::Algorithm::de;
    case study::Algorithm::jde:
      return evolve::Algorithm::jde;
    case study::Algorithm::jade:
      return evolve::Algorithm::jade;
    case study::Algorithm::shade:
      return evolve::Algorithm::shade;
    case study::Algorithm::lshade:
      return evolve::Algorithm::lshade;
    case study::Algorithm::jso:
      return evolve::Algorithm::jso;
  }
  refuse();
}

evolve::Update term_of(study::Update update) {
  switch (update) {
    case study::Update::generation:
      return evolve::Update::generation;
    case study::Update::steady:
      return evolve::Update::steady;
  }
  refuse();
}

evolve::ParameterType term_of(study::ParameterType type) {
  switch (type) {
    case study::ParameterType::real:
      return evolve::ParameterType::real;
    case study::ParameterType::integer:
      return evolve::ParameterType::integer;
    case study::ParameterType::choice:
      return evolve::ParameterType::choice;
  }
  refuse();
}

evolve::Scale term_of(study::Scale scale) {
  switch (scale) {
    case study::Scale::linear:
      return evolve::Scale::linear;
    case study::Scale::log:
      return evolve::Scale::log;
  }
  refuse();
}

std::optional<evolve::PolishMethod> term_of(study::Polish polish) {
  switch (polish) {
    case study::Polish::off:
      return std::nullopt;
    case study::Polish::bobyqa:
      return evolve::PolishMethod::bobyqa;
    case study::Polish::cobyla:
      return evolve::PolishMethod::cobyla;
    case study::Polish::lbfgs:
      return evolve::PolishMethod::lbfgs;
  }
  refuse();
}

optimize::Goal term_of(study::Goal goal) {
  switch (goal) {
    case study::Goal::min:
      return optimize::Goal::min;
    case study::Goal::max:
      return optimize::Goal::max;
  }
  refuse();
}

optimize::Constraint::Relation term_of(study::Relation relation) {
  switch (relation) {
    case study::Relation::at_most:
      return optimize::Constraint::Relation::at_most;
    case study::Relation::at_least:
      return optimize::Constraint::Relation::at_least;
    case study::Relation::equal:
      return optimize::Constraint::Relation::equal;
  }
  refuse();
}

optimize::Penalty::Kind term_of(study::Penalty::Kind kind) {
  switch (kind) {
    case study::Penalty::Kind::worst:
      return optimize::Penalty::Kind::worst;
    case study::Penalty::Kind::infeasible:
      return optimize::Penalty::Kind::infeasible;
    case study::Penalty::Kind::value:
      return optimize::Penalty::Kind::value;
  }
  refuse();
}

optimize::Recording term_of(study::Record record) {
  switch (record) {
    case study::Record::automatic:
      return optimize::Recording::automatic;
    case study::Record::all:
      return optimize::Recording::all;
    case study::Record::best:
      return optimize::Recording::best;
  }
  refuse();
}

program::Keep term_of(study::Keep keep) {
  switch (keep) {
    case study::Keep::failed:
      return program::Keep::failed;
    case study::Keep::all:
      return program::Keep::all;
    case study::Keep::none:
      return program::Keep::none;
  }
  refuse();
}

}  // namespace winnow::app
