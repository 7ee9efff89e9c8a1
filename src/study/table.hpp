#pragma once
// How the table of a section is written:
//
//   make_section(part_of(whole_study(), &Sections::farm), {.name = "farm", .doc = "How tasks are handed
//   out"},
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
  bool is_job = false;
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

/// A key whose member stands in a struct within the section's.
template <class S, class Inner, class T>
Field<S> field(Inner S::*inner, T Inner::*member, KeyText text) {
  auto own = field(member, std::move(text));
  return {std::move(own.text), std::move(own.type), std::move(own.accepts),
          [inner, read = std::move(own.read)](const Node& node, S& section, Complaints& out) {
            read(node, section.*inner, out);
          },
          [inner, spell = std::move(own.spell)](const S& section) { return spell(section.*inner); }};
}

template <class S>
using SectionCheck = std::function<std::vector<Finding>(const S&)>;

/// How the instances of a section's struct are found in Sections.
template <class S>
struct Access {
  std::function<const S*(const Sections&, InstanceView)> find;  ///< null if it is not there
  std::function<S&(Sections&, InstanceView)> make;              ///< brings it to be
  std::function<std::vector<Instance>(const Sections&)> instances;
  bool is_list = false;
};

/// What is above the first section, and holds all sections.
[[nodiscard]] Access<Sections> whole_study();

/// A section that is always where its owner is.
template <class Owner, class S>
Access<S> part_of(Access<Owner> owner, S Owner::*member) {
  return {
      [owner, member](const Sections& sections, InstanceView at) -> const S* {
        const Owner* found = owner.find(sections, at);
        return found != nullptr ? &(found->*member) : nullptr;
      },
      [owner, member](Sections& sections, InstanceView at) -> S& { return owner.make(sections, at).*member; },
      owner.instances};
}

/// A section that may be there or not.
template <class Owner, class S>
Access<S> part_of(Access<Owner> owner, std::optional<S> Owner::*member) {
  const auto find = [owner, member](const Sections& sections, InstanceView at) -> const S* {
    const Owner* found = owner.find(sections, at);
    return found != nullptr && found->*member ? &*(found->*member) : nullptr;
  };
  return {find,
          [owner, member](Sections& sections, InstanceView at) -> S& {
            auto& part = owner.make(sections, at).*member;
            return part ? *part : part.emplace();
          },
          [owner, find](const Sections& sections) {
            auto instances = owner.instances(sections);
            std::erase_if(instances, [&](const Instance& at) { return find(sections, at) == nullptr; });
            return instances;
          }};
}

/// A section that may be there any number of times.
template <class Owner, class S>
Access<S> part_of(Access<Owner> owner, std::vector<S> Owner::*member) {
  const auto owner_at = [](InstanceView at) { return at.first(at.size() - 1); };
  return {[owner, member, owner_at](const Sections& sections, InstanceView at) -> const S* {
            const Owner* found = owner.find(sections, owner_at(at));
            return found != nullptr && at.back() < (found->*member).size() ? &(found->*member)[at.back()]
                                                                           : nullptr;
          },
          [owner, member, owner_at](Sections& sections, InstanceView at) -> S& {
            auto& list = owner.make(sections, owner_at(at)).*member;
            if (list.size() <= at.back()) list.resize(at.back() + 1);
            return list[at.back()];
          },
          [owner, member](const Sections& sections) {
            std::vector<Instance> instances;
            for (const auto& at : owner.instances(sections)) {
              for (std::size_t i = 0; i < (owner.find(sections, at)->*member).size(); ++i) {
                instances.push_back(at);
                instances.back().push_back(i);
              }
            }
            return instances;
          },
          true};
}

template <class S>
Section make_section(Access<S> access, SectionText text, std::vector<Field<S>> fields,
                     SectionCheck<S> check = {}) {
  Section section;
  section.name = std::move(text.name);
  section.doc = std::move(text.doc);
  section.applies = std::move(text.applies);
  section.is_job = text.is_job;
  section.is_list = access.is_list;
  section.instances = access.instances;
  section.make = [access](Sections& sections, InstanceView at) { access.make(sections, at); };
  section.check = [access, check = std::move(check)](const Sections& sections, InstanceView at) {
    return check ? check(*access.find(sections, at)) : std::vector<Finding>{};
  };
  for (auto& field : fields) {
    Key key{std::move(field.text), std::move(field.type), std::move(field.accepts), field.spell(S{}), {}, {}};
    key.read = [access, read = std::move(field.read)](const Node& node, Sections& sections, InstanceView at,
                                                      Complaints& out) {
      read(node, access.make(sections, at), out);
    };
    key.spell = [access, spell = std::move(field.spell)](const Sections& sections, InstanceView at) {
      return spell(*access.find(sections, at));
    };
    section.keys.push_back(std::move(key));
  }
  return section;
}

}  // namespace winnow::study
