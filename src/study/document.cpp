#include "study/document.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <tuple>

#include "winnow/base/text.hpp"

namespace winnow::study {
namespace {

base::Place place_of(const toml::source_region& region, const std::string& file) {
  return {file, region.begin.line, region.begin.column};
}

bool stands_before(const base::Place& a, const base::Place& b) {
  return std::tie(a.line, a.column) < std::tie(b.line, b.column);
}

std::string name_of_foreign(toml::node_type type) {
  switch (type) {
    case toml::node_type::date:
      return "a date";
    case toml::node_type::time:
      return "a time of day";
    case toml::node_type::date_time:
      return "a date and time";
    default:
      return "a value of an unknown type";
  }
}

Node to_node(const toml::node& source, const std::string& file) {
  Node node{Node::Foreign{name_of_foreign(source.type())}, place_of(source.source(), file)};
  if (const auto* boolean = source.as_boolean()) node.value = boolean->get();
  if (const auto* integer = source.as_integer()) node.value = integer->get();
  if (const auto* real = source.as_floating_point()) node.value = real->get();
  if (const auto* text = source.as_string()) node.value = text->get();
  if (const auto* array = source.as_array()) {
    Node::List list;
    for (const auto& item : *array) list.push_back(to_node(item, file));
    node.value = std::move(list);
  }
  if (const auto* table = source.as_table()) {
    Node::Table items;
    for (const auto& [key, item] : *table) items.emplace(key.str(), to_node(item, file));
    node.value = std::move(items);
  }
  return node;
}

/// Takes the tables of a file apart.
class Splitter {
 public:
  Splitter(const Schema& schema, const std::string& file) : schema_(schema), file_(file) {}

  [[nodiscard]] Document split(const toml::table& root) {
    add_content(root, "", {});
    std::ranges::stable_sort(document_.sections, stands_before, &Header::place);
    std::ranges::stable_sort(document_.settings, stands_before, &Setting::place);
    return std::move(document_);
  }

 private:
  void add_content(const toml::table& table, const std::string& section, const Selection& at) {
    for (const auto& [key, node] : table) {
      const std::string name(key.str());
      const auto place = place_of(key.source(), file_);
      if (!add_section(node, section, name, at, place)) {
        document_.settings.push_back({section, at, name, place, to_node(node, file_)});
      }
    }
  }

  /// False if the node is none.
  bool add_section(const toml::node& node, const std::string& owner, const std::string& key, Selection at,
                   const base::Place& place) {
    const auto name = owner.empty() ? key : owner + "." + key;
    const auto* section = schema_.find(name);
    const bool is_list = section != nullptr && section->is_list;
    const auto* table = node.as_table();
    if (table != nullptr && (section != nullptr || owner.empty())) {
      if (is_list) at.emplace_back(std::size_t{0});
      add_instance(*table, name, at, place);
      return true;
    }
    const auto* items = node.as_array();
    if (!is_list || items == nullptr || !items->is_array_of_tables()) return false;
    at.emplace_back();
    for (std::size_t i = 0; i < items->size(); ++i) {
      at.back() = i;
      const auto& item = *items->get(i)->as_table();
      add_instance(item, name, at, place_of(item.source(), file_));
    }
    return true;
  }

  void add_instance(const toml::table& table, const std::string& name, const Selection& at,
                    const base::Place& place) {
    document_.sections.push_back({name, at, place});
    add_content(table, name, at);
  }

  const Schema& schema_;
  const std::string& file_;
  Document document_;
};

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const auto length = base::utf8_length(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

base::Result<toml::table> parse_toml(std::string_view text, const std::string& file) {
  try {
    return toml::parse(text, std::string_view(file));
  } catch (const toml::parse_error& error) {
    return base::fail("this is not TOML", std::string(error.description()), "mend it here or just before",
                      place_of(error.source(), file));
  }
}

}  // namespace

base::Result<Document> parse_document(std::string_view text, const std::string& file, const Schema& schema) {
  return parse_toml(text, file).map([&](const toml::table& root) {
    return Splitter(schema, file).split(root);
  });
}

base::Result<Node> parse_typed_value(std::string_view text, const base::Place& place) {
  if (!is_utf8(text)) {
    return base::fail(base::printable(text) + " is not UTF-8", "a study is, as all TOML", "write it in UTF-8",
                      place);
  }
  const auto with_place = [&](Node node) {
    node.place = place;
    node.raw = std::string(text);
    return node;
  };
  const auto root = parse_toml(fmt::format("value = {}", text), "");
  if (root && root->size() == 1) return with_place(to_node(root->begin()->second, ""));
  if (text.starts_with('[') || text.starts_with('"')) {
    return base::fail(
        fmt::format("{} is not TOML", text), "a shell takes away quotes that are not quoted themselves",
        R"(write it between single quotes, '["a", "b"]'; a text that begins with [ as '"[ab]*"')", place);
  }
  return with_place({std::string(text), place});
}

}  // namespace winnow::study
