#pragma once
// The types that keys have, one specialisation of Type per C++ type of a section's member. Each has
//
//   name()                           "real number", for the reference and for messages
//   spelled(Amount)                  an amount of a range as the type writes it; nothing for types without
//   read(node, limits, value, out)   sets `value` if the node fits, else appends what is wrong with it to
//   `out`
//
// and a spell() of spelling.hpp, or of its own here.

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "study/limits.hpp"
#include "study/node.hpp"
#include "study/spelling.hpp"
#include "study/words.hpp"
#include "winnow/base/text.hpp"
#include "winnow/study/endpoint.hpp"
#include "winnow/study/interval.hpp"
#include "winnow/study/memory_level.hpp"
#include "winnow/study/resources.hpp"
#include "winnow/study/share.hpp"
#include "winnow/study/word_or.hpp"

namespace winnow::study {

/// What is wrong with a value; the key that holds it makes an Error of this.
struct Complaint {
  const Node* node;       ///< the value, or the item of a list, that does not fit
  std::string predicate;  ///< "is out of range"
  std::string why;        ///< empty: what the key takes says it
  std::string advice;     ///< empty: an example says it
};
using Complaints = std::vector<Complaint>;

template <class T>
struct Type;

template <>
struct Type<bool> {
  static std::string name() { return "boolean"; }
  static void read(const Node& node, const Limits& limits, bool& value, Complaints& out);
};

template <>
struct Type<std::uint32_t> {
  static std::string name() { return "integer"; }
  static std::string spelled(double amount);
  static void read(const Node& node, const Limits& limits, std::uint32_t& value, Complaints& out);
};

template <>
struct Type<std::uint64_t> {
  static std::string name() { return "integer"; }
  static std::string spelled(double amount) { return Type<std::uint32_t>::spelled(amount); }
  static void read(const Node& node, const Limits& limits, std::uint64_t& value, Complaints& out);
};

template <>
struct Type<double> {
  static std::string name() { return "real number"; }
  static std::string spelled(double amount);
  static void read(const Node& node, const Limits& limits, double& value, Complaints& out);
};

template <>
struct Type<std::string> {
  static std::string name() { return "text"; }
  static void read(const Node& node, const Limits& limits, std::string& value, Complaints& out);
};

/// A text with a suffix, or a plain number of bytes.
template <>
struct Type<base::Bytes> {
  static std::string name() { return "size"; }
  static std::string spelled(double amount);
  static void read(const Node& node, const Limits& limits, base::Bytes& value, Complaints& out);
};

/// A text with a suffix, or a plain number of seconds.
template <>
struct Type<base::Seconds> {
  static std::string name() { return "duration"; }
  static std::string spelled(double amount);
  static void read(const Node& node, const Limits& limits, base::Seconds& value, Complaints& out);
};

/// A text in percent, or a plain number.
template <>
struct Type<Share> {
  static std::string name() { return "share"; }
  static std::string spelled(double amount);
  static void read(const Node& node, const Limits& limits, Share& value, Complaints& out);
};

/// A text in percent or a number with a point is a share, above 0 and at most all; all else is a size.
template <>
struct Type<MemoryLevel> {
  static std::string name() { return "share or size"; }
  static void read(const Node& node, const Limits& limits, MemoryLevel& value, Complaints& out);
};

template <>
struct Type<WorkerCount> {
  static std::string name() { return R"(integer, "cores" or "cores/N")"; }
  static std::string spelled(double amount);
  static void read(const Node& node, const Limits& limits, WorkerCount& value, Complaints& out);
};

template <>
struct Type<Endpoint> {
  static std::string name() { return "address and port"; }
  static void read(const Node& node, const Limits& limits, Endpoint& value, Complaints& out);
};

/// The index of the text in the choices, or nothing with a complaint.
[[nodiscard]] std::optional<std::size_t> read_choice(const Node& node,
                                                     const std::vector<std::string>& choices,
                                                     Complaints& out);

/// An enumeration whose words are in words.hpp.
template <class E>
requires std::is_enum_v<E>
struct Type<E> {
  static std::string name() { return "text"; }
  static std::vector<std::string> choices() { return {Words<E>::list.begin(), Words<E>::list.end()}; }
  static void read(const Node& node, const Limits&, E& value, Complaints& out) {
    if (const auto index = read_choice(node, choices(), out)) value = static_cast<E>(*index);
  }
};

template <class E>
requires std::is_enum_v<E>
[[nodiscard]] std::string spell(E value) {
  return spell(Words<E>::list[static_cast<std::size_t>(value)]);
}

/// One value stands for a list of one.
template <class T>
struct Type<std::vector<T>> {
  static std::string name() { return "list of " + Type<T>::name(); }
  static void read(const Node& node, const Limits& limits, std::vector<T>& value, Complaints& out) {
    const auto complaints = out.size();
    const auto* list = node.as<Node::List>();
    std::vector<T> items(list != nullptr ? list->size() : 1);
    if (list == nullptr) {
      Type<T>::read(node, limits, items.front(), out);
    } else {
      for (std::size_t i = 0; i < list->size(); ++i) Type<T>::read((*list)[i], limits, items[i], out);
    }
    if (out.size() == complaints) value = std::move(items);
  }
};

template <class T>
[[nodiscard]] std::string spell(const std::vector<T>& value) {
  std::string text;
  for (const auto& item : value) text += (text.empty() ? "" : ", ") + spell(item);
  return "[" + text + "]";
}

template <>
struct Type<std::vector<std::vector<std::string>>> {
  static std::string name() { return "list of lists of text"; }
  static void read(const Node& node, const Limits& limits, std::vector<std::vector<std::string>>& value,
                   Complaints& out);
};

template <>
struct Type<std::map<std::string, std::string>> {
  static std::string name() { return "table of text"; }
  static void read(const Node& node, const Limits& limits, std::map<std::string, std::string>& value,
                   Complaints& out);
};

template <>
struct Type<std::map<std::string, Interval>> {
  static std::string name() { return "table of [low, high]"; }
  static void read(const Node& node, const Limits& limits, std::map<std::string, Interval>& value,
                   Complaints& out);
};

template <class Word, class T>
struct Type<WordOr<Word, T>> {
  static std::string name() { return Type<T>::name() + " or " + spell(Word::text); }
  static std::string spelled(double amount) requires requires { Type<T>::spelled(amount); }
  { return Type<T>::spelled(amount); }
  static void read(const Node& node, const Limits& limits, WordOr<Word, T>& value, Complaints& out) {
    const auto* text = node.as<std::string>();
    if (text != nullptr && *text == Word::text) {
      value = {};
      return;
    }
    const auto complaints = out.size();
    T number{};
    Type<T>::read(node, limits, number, out);
    if (out.size() == complaints) {
      value = std::move(number);
    } else if (const std::string word(Word::text);
               text != nullptr && !base::nearest(*text, {&word, 1}).empty()) {
      out.back().advice = "write " + spell(word);
    }
  }
};

template <class Word, class T>
[[nodiscard]] std::string spell(const WordOr<Word, T>& value) {
  return value.has_value() ? spell(value.value()) : spell(Word::text);
}

}  // namespace winnow::study
