#include "winnow/program/hidden_verb.hpp"

#include <string_view>

#include "program/hidden_verbs.hpp"
#include "program/plugin_child.hpp"
#include "program/spawner_helper.hpp"

namespace winnow::program {

std::optional<int> serve_hidden_verb(int argc, char** argv) {
  if (argc < 2) return std::nullopt;
  const std::string_view verb = argv[1];
  if (verb == spawner_verb) return serve_rank();
  if (verb == plugin_verb) return serve_plugin();
  return std::nullopt;
}

}  // namespace winnow::program
