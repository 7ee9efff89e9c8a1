#include "study/node.hpp"

#include "study/spelling.hpp"
#include "winnow/base/text.hpp"

namespace winnow::study {
namespace {

constexpr std::size_t shown_width = 60;

struct TypeName {
  std::string operator()(bool) const { return "a boolean"; }
  std::string operator()(std::int64_t) const { return "an integer"; }
  std::string operator()(double) const { return "a real number"; }
  std::string operator()(const std::string&) const { return "text"; }
  std::string operator()(const Node::List&) const { return "a list"; }
  std::string operator()(const Node::Table&) const { return "a table"; }
  std::string operator()(const Node::Foreign& foreign) const { return foreign.type; }
};

struct Spelled {
  std::string operator()(bool value) const { return spell(value); }
  std::string operator()(std::int64_t value) const { return std::to_string(value); }
  std::string operator()(double value) const { return spell(value); }
  std::string operator()(const std::string& value) const { return spell(value); }
  std::string operator()(const Node::List& list) const {
    std::string text;
    for (const auto& node : list) text += (text.empty() ? "" : ", ") + std::visit(*this, node.value);
    return "[" + text + "]";
  }
  std::string operator()(const Node::Table& table) const {
    std::string text;
    for (const auto& [key, node] : table) {
      text += (text.empty() ? "" : ", ") + key + " = " + std::visit(*this, node.value);
    }
    return "{" + text + "}";
  }
  std::string operator()(const Node::Foreign&) const { return "…"; }
};

}  // namespace

std::string type_of(const Node& node) {
  return std::visit(TypeName{}, node.value);
}

std::string shown(const Node& node) {
  return base::printable(std::visit(Spelled{}, node.value), shown_width);
}

}  // namespace winnow::study
