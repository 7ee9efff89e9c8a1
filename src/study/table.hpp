#pragma once
// How the table of a section is written:
//
//   make_section(&Sections::farm, {.name = "farm", .doc = "How tasks are handed out"},
//                {field(&Farm::prefetch, {.name = "prefetch", .doc = "tasks waiting at a worker", …}), …});

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "study/schema.hpp"

namespace winnow::study {

/// A key of the struct S, on its own: what a Key is to all sections.
template <class S>
struct Field {
  KeyText text;
  std::string type;
  std::string accepts;
  std::function<void(const Node&, S&, Complaints&)> read;
  std::function<std::string(const S&)> spell;
};

/// The section's own words.
struct SectionText {
  std::string name;
  std::string doc;
  std::string applies;
};

/// "at least 1", "0 to 9", "above 0, at most 1"; empty for no limits. `spelled` writes an amount.
[[nodiscard]] std::string words_of(const Range& range, const std::function<std::string(double)>& spelled);

/// "one of \"a\", \"b\""; empty for no choices.
[[nodiscard]] std::string words_of(const std::vector<std::string>& choices);

template <class S, class T>
Field<S> field(T S::*member, KeyText text) {
  if constexpr (requires { Type<T>::choices(); }) text.choices = Type<T>::choices();
  std::string accepts = words_of(text.choices);
  if constexpr (requires { Type<T>::spelled(0.0); }) accepts = words_of(text.range, Type<T>::spelled);
  const Limits limits{text.range, text.choices};
  return {std::move(text), Type<T>::name(), std::move(accepts),
          [member, limits](const Node& node, S& section, Complaints& out) {
            Type<T>::read(node, limits, section.*member, out);
          },
          [member](const S& section) { return spell(section.*member); }};
}

template <class S>
using SectionCheck = std::function<std::vector<Finding>(const S&)>;

/// How a section's struct is found in Sections.
template <class S>
struct Access {
  std::function<const S*(const Sections&)> find;  ///< null if it is not there
  std::function<S&(Sections&)> make;              ///< brings it to be
};

template <class S>
Section assemble(SectionText text, std::vector<Field<S>> fields, SectionCheck<S> check, Access<S> access) {
  Section section;
  section.name = std::move(text.name);
  section.doc = std::move(text.doc);
  section.applies = std::move(text.applies);
  for (auto& field : fields) {
    section.keys.push_back(
        {std::move(field.text), std::move(field.type), std::move(field.accepts),
         [access, read = std::move(field.read)](const Node& node, Sections& sections, Complaints& out) {
           read(node, access.make(sections), out);
         },
         [access, spell = std::move(field.spell)](const Sections& sections) {
           const S* found = access.find(sections);
           return spell(found != nullptr ? *found : S{});
         }});
  }
  section.is_present = [access](const Sections& sections) { return access.find(sections) != nullptr; };
  section.make_present = [access](Sections& sections) { access.make(sections); };
  section.remove = [](Sections&) {};
  section.check = [access, check = std::move(check)](const Sections& sections) {
    return check ? check(*access.find(sections)) : std::vector<Finding>{};
  };
  return section;
}

/// A section that every study has.
template <class S>
Section make_section(S Sections::*member, SectionText text, std::vector<Field<S>> fields,
                     SectionCheck<S> check = {}) {
  return assemble<S>(std::move(text), std::move(fields), std::move(check),
                     {[member](const Sections& sections) { return &(sections.*member); },
                      [member](Sections& sections) -> S& { return sections.*member; }});
}

/// A job: a section that a study may have.
template <class S>
Section make_job(std::optional<S> Sections::*member, SectionText text, std::vector<Field<S>> fields,
                 SectionCheck<S> check = {}) {
  auto section = assemble<S>(
      std::move(text), std::move(fields), std::move(check),
      {[member](const Sections& sections) { return sections.*member ? &*(sections.*member) : nullptr; },
       [member](Sections& sections) -> S& {
         return sections.*member ? *(sections.*member) : (sections.*member).emplace();
       }});
  section.is_job = true;
  section.remove = [member](Sections& sections) { (sections.*member).reset(); };
  return section;
}

/// The keys above the first section.
Section make_top(SectionText text, std::vector<Field<Sections>> fields);

}  // namespace winnow::study
